import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { runCommand } from '../run-command.js';

// Not on everyone's PATH, but servers live there.
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];
// Locked by our own name, so that test runs that start together wait for each other.
const packageLists = '/var/lib/apt/lists';
const installations = new Map<string, Promise<void>>();

/** The path of a command, or undefined when this machine doesn't have it. */
export function findCommand(command: string): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...folders, ...systemFolders]
    .map((folder) => join(folder, command))
    .find((file) => existsSync(file));
}

/**
 * The path of a command, whose Debian package is installed first where that is possible.
 * @throws Error saying what it is needed for and how to install it
 */
export async function requireCommand(
  command: string,
  debianPackage: string,
  purpose: string,
): Promise<string> {
  const there = findCommand(command);
  if (there !== undefined) return there;
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) await install(debianPackage);
  const found = findCommand(command);
  if (found !== undefined) return found;
  throw new Error(
    `${purpose}, and this machine has no "${command}". On Debian: apt-get install ${debianPackage}`,
  );
}

function install(debianPackage: string): Promise<void> {
  const running = installations.get(debianPackage) ?? aptGet(debianPackage);
  installations.set(debianPackage, running);
  return running;
}

async function aptGet(debianPackage: string): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const run = (...args: readonly string[]): Promise<string> =>
    runCommand('flock', [packageLists, 'apt-get', '-qq', '-o', 'DPkg::Lock::Timeout=120', ...args], { env });
  await run('update');
  await run('-y', '--no-install-recommends', 'install', debianPackage);
}
