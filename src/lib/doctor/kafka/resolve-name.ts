import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { messageOf } from '../../errors.js';
import { outputOf } from '../../hosts/services/remote-output.js';
import { quoteCommand } from '../../ssh/quote.js';
import type { WayThroughHost } from './way-in.js';

/** What a name came to where it was looked up. */
export type Resolved =
  | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string }
  /** Whoever was asked can't tell. */
  | { readonly kind: 'not asked'; readonly why: string };

/** On this machine. */
export async function resolveHere(host: string): Promise<Resolved> {
  if (isIP(host) !== 0) return { kind: 'addresses', addresses: [host] };
  try {
    const found = await lookup(host, { all: true });
    return { kind: 'addresses', addresses: found.map(({ address }) => address) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : messageOf(error);
    return { kind: 'unknown', why: code };
  }
}

/** getent's own number for a name that isn't known. */
const notFound = 2;

/** On a host, by its own resolver. */
export async function resolveOn(
  { session }: WayThroughHost,
  host: string,
  timeoutMs: number,
): Promise<Resolved> {
  if (isIP(host) !== 0) return { kind: 'addresses', addresses: [host] };
  try {
    const output = await outputOf(session, quoteCommand(['getent', 'ahosts', host]), timeoutMs);
    if (output.code === notFound) return { kind: 'unknown', why: 'getent knows no such name' };
    const words = output.stdout.split('\n').map((line) => line.split(/\s/)[0] ?? '');
    const addresses = [...new Set(words.filter((word) => isIP(word) !== 0))];
    if (addresses.length > 0) return { kind: 'addresses', addresses };
    return { kind: 'not asked', why: output.isLate ? 'getent gave no answer' : 'getent gave no address' };
  } catch (error) {
    return { kind: 'not asked', why: messageOf(error) };
  }
}
