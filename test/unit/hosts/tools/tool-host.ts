import { spawn } from 'node:child_process';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex, PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import { runTool, type ToolRequest } from '../../../../src/lib/hosts/tools/run-tool.js';
import type { RemoteExit } from '../../../../src/lib/ssh/ssh.js';
import { type LocalHost, localHost } from '../services/local-host.js';

/** Containers by name, each with its image and the commands in it, as scripts of sh. */
export type Containers = Readonly<
  Record<string, { readonly image: string; readonly commands: Readonly<Record<string, string>> }>
>;

export interface ToolHostOptions {
  readonly shell?: 'dash' | 'bash';
  /** Commands on the host's PATH. */
  readonly commands?: Readonly<Record<string, string>>;
  readonly docker?: Containers;
  readonly podman?: Containers;
  /** What docker answers a user that isn't in its group; with sudo it obeys. */
  readonly dockerRefuses?: string;
}

/** Runs a command in a session of its own, as a container does: whoever kills the engine doesn't kill that. */
const engine = (state: string, refuses: string | undefined): string => `
call "$@"
echo $$ >"$LAB/${state}.pid"
${refuses === undefined ? '' : `[ -n "$AS_ROOT" ] || { echo "${refuses}" >&2; exit 1; }`}
case $1 in
  ps) cat "$LAB/${state}.list"; exit 0 ;;
  exec) shift ;;
  *) echo "unknown command $1" >&2; exit 1 ;;
esac
input=/dev/null mark=
while :; do
  case $1 in
    -i|-it|-ti) input=; shift ;;
    -t|-T) shift ;;
    -e) mark=$2; shift 2 ;;
    -u) shift 2 ;;
    -*) echo "unknown flag $1" >&2; exit 125 ;;
    *) break ;;
  esac
done
name=$1
shift
grep -q "^$name " "$LAB/${state}.list" || { echo "No such container: $name" >&2; exit 1; }
PATH="$LAB/${state}.$name:$BARE"
unset EXOPS_RUN
[ -z "$input" ] || exec <"$input"
setsid -w env $mark "$@"
`;

/** A host with tools in it and in containers on it. */
export async function toolHost(options: ToolHostOptions = {}): Promise<LocalHost> {
  const { shell = 'dash', commands = {}, docker, podman, dockerRefuses } = options;
  const host = await localHost(commands);
  const bin = join(host.folder, 'bin');
  await rm(join(bin, 'sh'));
  await symlink(`/usr/bin/${shell}`, join(bin, 'sh'));
  await symlink('/usr/bin/setsid', join(bin, 'setsid'));
  const prelude = `BARE=/usr/bin:/bin\n`;
  if (docker !== undefined) await host.command('docker', prelude + engine('docker', dockerRefuses));
  if (podman !== undefined) await host.command('podman', prelude + engine('podman', undefined));
  await host.command('sudo', 'call "$@"\n[ "$1" = -n ] && shift\nAS_ROOT=yes\nexport AS_ROOT\nexec "$@"');
  await Promise.all([
    addContainers(host.folder, 'docker', docker),
    addContainers(host.folder, 'podman', podman),
  ]);
  return host;
}

async function addContainers(folder: string, state: string, containers: Containers = {}): Promise<void> {
  const lines = Object.entries(containers).map(([name, { image }]) => `${name} ${image}\n`);
  await writeFile(join(folder, `${state}.list`), lines.join(''));
  for (const [name, { commands }] of Object.entries(containers)) {
    const bin = join(folder, `${state}.${name}`);
    await mkdir(bin);
    for (const [command, script] of Object.entries(commands)) {
      await writeFile(join(bin, command), `#!/bin/sh\n${script}\n`);
      await chmod(join(bin, command), 0o755);
    }
  }
}

export interface Ran extends RemoteExit {
  readonly out: Buffer;
  readonly err: string;
  readonly traces: readonly string[];
}

/** Runs a tool to its end with this input. */
export async function run(
  host: LocalHost,
  tool: string,
  args: readonly string[],
  changes: Partial<ToolRequest> & { readonly input?: Buffer | undefined } = {},
): Promise<Ran> {
  const { input, ...others } = changes;
  const [stdout, stderr] = [gathered(), gathered()];
  const traces: string[] = [];
  const stdin = new PassThrough();
  stdin.end(input);
  const exit = await runTool({
    session: host.session,
    host: 'kafka',
    tools: new Map(),
    tool,
    args,
    io: { stdin: input === undefined ? 'none' : stdin, stdout: stdout.stream, stderr: stderr.stream },
    signal: new AbortController().signal,
    trace: (event) => traces.push(event),
    ...others,
  });
  return { ...exit, out: stdout.bytes(), err: stderr.bytes().toString(), traces };
}

/** A stream that keeps what it gets. */
export function gathered(): { readonly stream: PassThrough; bytes(): Buffer } {
  const chunks: Buffer[] = [];
  const stream = new PassThrough();
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return { stream, bytes: () => Buffer.concat(chunks) };
}

/** The same host, with a process between that stands for sshd: `lose` kills it, as a lost connection does. */
export function behindSshd(host: LocalHost): { readonly host: LocalHost; lose(): void } {
  let lose = () => {};
  const exec = async (line: string) => {
    const env = { PATH: join(host.folder, 'bin'), HOME: host.folder, LAB: host.folder, LINE: line };
    const sshd = spawn('/bin/sh', ['-c', 'setsid sh -c "$LINE" <&0 & wait'], { env });
    lose = () => void sshd.kill('SIGKILL');
    onTestFinished(lose);
    const stdio = Duplex.from({ readable: sshd.stdout, writable: sshd.stdin });
    stdio.on('error', () => {});
    return {
      ...{ stdio, stderr: sshd.stderr, resize: () => {}, signal: () => {} },
      exit: new Promise<RemoteExit>((resolve) => {
        sshd.on('close', (code, signal) => resolve({ code: code ?? undefined, signal: signal ?? undefined }));
      }),
    };
  };
  return { host: { ...host, session: { exec } }, lose: () => lose() };
}
