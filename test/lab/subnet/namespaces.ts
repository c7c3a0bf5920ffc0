import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../run-command.js';

/** Network namespaces that end with this process, however it ends. */
export interface Namespaces {
  /** The namespace that was made for a role. */
  name(role: string): string;
  /** Kills what runs in them and deletes them. */
  remove(): Promise<void>;
}

const prefix = 'exops-lab-';
const settings = '/etc/netns';
const ending = fileURLToPath(new URL('end-namespaces.sh', import.meta.url));

/** Makes a namespace for each role, with the hosts file that programs in it see. Needs root. */
export async function makeNamespaces(hosts: ReadonlyMap<string, string>): Promise<Namespaces> {
  await removeLeftovers();
  // Whose they are shows in their names, so that a later run knows which were left behind.
  const run = `${prefix}${process.pid}-${randomBytes(3).toString('hex')}`;
  const name = (role: string): string => `${run}-${role}`;
  const names = [...hosts.keys()].map(name);
  const janitor = spawn('/bin/sh', [ending, ...names], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const ended = once(janitor, 'exit');
  const remove = async (): Promise<void> => {
    janitor.stdin.end();
    await ended;
  };
  try {
    await Promise.all([...hosts].map(([role, text]) => makeNamespace(name(role), text)));
    return { name, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function makeNamespace(name: string, hosts: string): Promise<void> {
  await mkdir(join(settings, name), { recursive: true });
  await writeFile(join(settings, name, 'hosts'), hosts);
  await runCommand('ip', ['netns', 'add', name]);
  await runCommand('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
}

async function removeLeftovers(): Promise<void> {
  const found = (await Promise.all(['/run/netns', settings].map(labNames))).flat();
  const left = [...new Set(found)].filter((name) => !isAlive(ownerOf(name)));
  if (left.length > 0) await once(spawn('/bin/sh', [ending, ...left], { stdio: 'ignore' }), 'exit');
}

async function labNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.startsWith(prefix));
}

function ownerOf(name: string): number {
  return Number(name.slice(prefix.length).split('-')[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
