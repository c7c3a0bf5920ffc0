import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runCommand } from '../run-command.js';

const oldestMinor = 11;
const wanted = `The AWS lab needs Python 3.${oldestMinor} or newer with venv`;
const debianPackage = 'python3-venv';

/** The file behind the first `python3` on the PATH; undefined when there is none. */
export async function findPython(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const found = folders.map((folder) => join(folder, 'python3')).find((file) => existsSync(file));
  return found === undefined ? undefined : realpath(found);
}

/** A Python that can make virtual environments, installed first where that is possible. */
export async function requirePython(): Promise<string> {
  const first = await tryPython();
  if (first.command !== undefined) return first.command;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) await installVenv();
  const { command, obstacle } = await tryPython();
  if (command !== undefined) return command;
  throw new Error(`${wanted}; ${obstacle}. On Debian: apt-get install ${debianPackage}`);
}

async function tryPython(): Promise<{ command?: string; obstacle: string }> {
  const command = await findPython();
  if (command === undefined) return { obstacle: 'there is no "python3" on the PATH' };
  try {
    // Debian has venv without its other half until the package is installed.
    const said = await runCommand(command, [
      '-c',
      'import ensurepip, sys, venv; print(sys.version_info.minor)',
    ]);
    const minor = Number.parseInt(said, 10);
    return minor >= oldestMinor ? { command, obstacle: '' } : { obstacle: `${command} is 3.${minor}` };
  } catch (error) {
    return { obstacle: `it said: ${String(error)}` };
  }
}

async function installVenv(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runCommand('apt-get', ['-qq', 'update'], { env });
  await runCommand('apt-get', ['-qq', '-y', '--no-install-recommends', 'install', debianPackage], { env });
}
