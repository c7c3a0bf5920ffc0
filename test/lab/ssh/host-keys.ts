import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HostKey } from '../../../src/lib/ssh/ssh.js';
import { runCommand } from '../run-command.js';

export type HostKeyType = 'ed25519' | 'ecdsa' | 'rsa';

const bits: Readonly<Record<HostKeyType, readonly string[]>> = {
  ed25519: [],
  ecdsa: ['-b', '256'],
  // Larger ones take long to make and show nothing more.
  rsa: ['-b', '2048'],
};

/** The path of a host's private key. */
export function hostKeyFile(folder: string, type: HostKeyType): string {
  return join(folder, `host_${type}`);
}

/** Makes a host's keys, in place of those that are there, and returns their public halves. */
export async function makeHostKeys(
  folder: string,
  types: readonly HostKeyType[],
): Promise<readonly HostKey[]> {
  return Promise.all(types.map((type) => makeHostKey(hostKeyFile(folder, type), type)));
}

async function makeHostKey(file: string, type: HostKeyType): Promise<HostKey> {
  await rm(file, { force: true });
  await runCommand('ssh-keygen', ['-q', '-t', type, ...bits[type], '-N', '', '-C', '', '-f', file]);
  const [keyType = '', base64 = ''] = (await readFile(`${file}.pub`, 'utf8')).trim().split(' ');
  return { type: keyType, base64 };
}

/** As OpenSSH shows it: `SHA256:` and 43 characters. */
export function fingerprintOf({ base64 }: HostKey): string {
  const digest = createHash('sha256').update(Buffer.from(base64, 'base64')).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
