import { createHash } from 'node:crypto';

/** The first 8 hex digits of a value's SHA-256: enough to see that two differ. */
export function shortHash(value: string): string {
  return createHash('sha256').update(value).digest('hex').slice(0, 8);
}

/** What may be said of a value that nobody may see: `sha256 1a2b3c4d`. Its length would help to guess a short one. */
export function printOfValue(value: string): string {
  return `sha256 ${shortHash(value)}`;
}
