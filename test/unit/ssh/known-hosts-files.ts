import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ExopsError } from '../../../src/lib/errors.js';
import { type KnownHosts, openKnownHosts } from '../../../src/lib/ssh/known-hosts.js';
import { formatPublicKey } from '../../../src/lib/ssh/public-key.js';
import { folderWith } from '../config/folder.js';
import { ed25519 } from '../hosts/trust/host-keys.js';
import { realDeps } from './known-hosts-setting.js';

export const id = 'i-0123456789abcdef0';
export const other = 'i-0fedcba9876543210';
const clock = { now: () => Date.UTC(2026, 10, 21, 23, 59), sleep: () => Promise.resolve() };

/** A known_hosts file with these bytes, gone after the test. */
export async function fileWith(text: string): Promise<string> {
  return join(await folderWith({ 'state/known_hosts': Buffer.from(text, 'latin1') }), 'state/known_hosts');
}

/** On the twenty-first of November. */
export function open(file: string): KnownHosts {
  return openKnownHosts(realDeps(file, { clock }));
}

/** As `open` writes it for a key of the tag. */
export function lineOf(instanceId: string, key = ed25519(1)): string {
  return `${instanceId} ${formatPublicKey(key)} source=tag 2026-11-21\n`;
}

export const textOf = (file: string) => readFile(file, 'latin1');
export const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

/** The ExopsError that this work ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown>): Promise<ExopsError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ExopsError) return error;
  throw new Error('not refused', { cause: error });
}
