import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { runCommand } from '../run-command.js';
import { supervise } from '../supervised-process.js';
import { temporaryFolder } from '../temporary-folder.js';
import { requireCommand } from './debian-packages.js';
import type { SshHost } from './host.js';

/** How a program that ran ended, and what it said. */
export interface Finished {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface SshRun {
  /** Somebody else than the host's first user. */
  readonly user?: string;
  /** Options of ssh, before the host's name. */
  readonly options?: readonly string[];
  /** What it reads from its standard input. */
  readonly input?: string;
  /** What ssh is started with: `subnet.commandIn(place, [])`, for example. */
  readonly within?: readonly string[];
}

/** OpenSSH's own ssh with a key pair of its own: what everything of ours is compared with. */
export interface OpensshClient {
  /** The public key line, without comment. */
  readonly publicKey: string;
  /** The path of the private key. */
  readonly identity: string;
  /** The arguments that let ssh, or scp without the port, reach a host and trust its present keys alone. */
  trust(host: SshHost): Promise<readonly string[]>;
  /** Runs a command line in the user's login shell on a host; without one, what the options say. */
  run(host: SshHost, commandLine: string, options?: SshRun): Promise<Finished>;
  /** Removes its files. */
  remove(): Promise<void>;
}

/** Makes a client with a new ed25519 key. */
export async function opensshClient(): Promise<OpensshClient> {
  const ssh = await requireCommand('ssh', 'openssh-client', "The lab's hosts are tried with OpenSSH's ssh");
  const folder = await temporaryFolder();
  const identity = join(folder.path, 'id_ed25519');
  await runCommand('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', identity]);
  const trust = async (host: SshHost): Promise<readonly string[]> => {
    const file = join(folder.path, `known_hosts.${host.instanceId}`);
    const known = host.hostKeys().map(({ type, base64 }) => `${host.instanceId} ${type} ${base64}\n`);
    await writeFile(file, known.join(''));
    const settings = {
      BatchMode: 'yes',
      GlobalKnownHostsFile: 'none',
      HostKeyAlias: host.instanceId,
      IdentitiesOnly: 'yes',
      LogLevel: 'ERROR',
      StrictHostKeyChecking: 'yes',
      UserKnownHostsFile: file,
    };
    return [
      '-F',
      'none',
      '-i',
      identity,
      ...Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]),
    ];
  };
  return {
    identity,
    publicKey: (await readFile(`${identity}.pub`, 'utf8')).trim(),
    trust,
    async run(host, commandLine, { user = host.user, options = [], input = '', within = [] } = {}) {
      const command = commandLine === '' ? [] : [commandLine];
      const target = ['-p', String(host.port), `${user}@${host.address}`, ...command];
      return finished([...within, ssh, ...options, ...(await trust(host)), ...target], input);
    },
    remove: folder.remove,
  };
}

/** Runs a program to its end. */
export async function finished(command: readonly string[], input = ''): Promise<Finished> {
  const { child, exited } = supervise(command, { stdio: ['pipe', 'pipe', 'pipe'] });
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error(`No pipes to ${command[0]}.`);
  // A program that ends without reading its input is judged by its exit code.
  stdin.on('error', () => undefined);
  stdin.end(input);
  const [{ code }, out, err] = await Promise.all([exited, text(stdout), text(stderr)]);
  return { code, stdout: out, stderr: err };
}
