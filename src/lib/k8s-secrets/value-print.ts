import { createHash } from 'node:crypto';

/** The first 8 hex digits of a value's SHA-256: enough to see that two differ. */
export function shortHash(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 8);
}

/** What may be said of a value that nobody may see: `sha256 1a2b3c4d (12 bytes)`. */
export function printOfValue(value: string): string {
  const bytes = Buffer.byteLength(value);
  return `sha256 ${shortHash(value)} (${bytes} ${bytes === 1 ? 'byte' : 'bytes'})`;
}
