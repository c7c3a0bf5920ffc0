import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { RemoteExit, RemoteProcess, SshSession } from '../../../../src/lib/ssh/ssh.js';
import { folderWith } from '../../config/folder.js';

/** A machine whose only commands are a few basic ones and those that a test writes, each as a script of sh. */
export interface LocalHost {
  readonly session: Pick<SshSession, 'exec'>;
  readonly folder: string;
  /** What the scripts appended to `$LAB/calls`, a line each. */
  calls(): Promise<readonly string[]>;
  /** Adds or replaces a command. */
  command(name: string, script: string): Promise<void>;
}

const basics = 'sh cat cut date env grep head id mkdir printf rm sed sleep tail test timeout tr true'.split(
  ' ',
);

/** In scripts, `$LAB` is the host's folder with the files in it, and `call "$@"` writes down how the command was called. */
export async function localHost(
  commands: Readonly<Record<string, string>> = {},
  files: Readonly<Record<string, string>> = {},
): Promise<LocalHost> {
  const folder = await folderWith({ calls: '', ...files });
  const bin = join(folder, 'bin');
  await mkdir(bin);
  await Promise.all(
    basics.map((name) =>
      symlink(existsSync(`/usr/bin/${name}`) ? `/usr/bin/${name}` : `/bin/${name}`, join(bin, name)),
    ),
  );
  const command = async (name: string, script: string): Promise<void> => {
    const file = join(folder, `${name}.sh`);
    await writeFile(file, `#!/bin/sh\ncall() { printf '%s\\n' "${name} $*" >>"$LAB/calls"; }\n${script}\n`);
    await chmod(file, 0o755);
    await rm(join(bin, name), { force: true });
    await symlink(file, join(bin, name));
  };
  for (const [name, script] of Object.entries(commands)) await command(name, script);
  return {
    folder,
    command,
    session: {
      exec: async (line) => start(line, { PATH: bin, HOME: folder, LAB: folder, http_proxy: 'http://x:1' }),
    },
    calls: async () => (await readFile(join(folder, 'calls'), 'utf8')).split('\n').slice(0, -1),
  };
}

function start(line: string, env: NodeJS.ProcessEnv): RemoteProcess {
  // In a process group of its own, as sshd starts it.
  const child = spawn('/bin/sh', ['-c', line], { env, detached: true });
  const signal = (name: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, name);
    } catch {
      // It has ended.
    }
  };
  onTestFinished(() => signal('SIGKILL'));
  const stdio = Duplex.from({ readable: child.stdout, writable: child.stdin });
  // Who destroys it hears of what it cut off.
  stdio.on('error', () => {});
  return {
    stdio,
    stderr: child.stderr,
    exit: new Promise<RemoteExit>((resolve) => {
      child.on('close', (code, name) => resolve({ code: code ?? undefined, signal: name ?? undefined }));
    }),
    resize: () => {},
    signal: (name) => signal(`SIG${name}` as NodeJS.Signals),
  };
}
