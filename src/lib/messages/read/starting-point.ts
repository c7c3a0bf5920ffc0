import { UsageError } from '../../errors.js';
import { parseQuantity } from '../../manifest/quantity.js';
import type { StartingPoint } from '../model.js';

const dateAndTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/;
const largestOffset = 2n ** 63n - 1n;

/**
 * `start`, `end`, an offset, a time (ISO 8601, in the zone of this machine where it names none; `@` and milliseconds since
 * the epoch) or `-1h`, so long ago.
 * @param now milliseconds since the epoch
 * @throws UsageError
 */
export function parseFrom(text: string, now: number): StartingPoint {
  if (text === 'start' || text === 'end') return { at: text };
  if (/^\d+$/.test(text) && BigInt(text) <= largestOffset) return { at: 'offset', offset: BigInt(text) };
  const timestamp = timeOf(text, now);
  if (timestamp !== undefined) return { at: 'time', timestamp };
  throw new UsageError(`--from ${text}: no place to begin.`, {
    hint: 'Write start, end, an offset such as 1500, a time such as 2026-03-01T12:00:00Z, or -1h for an hour ago.',
  });
}

function timeOf(text: string, now: number): bigint | undefined {
  if (/^@\d{1,15}$/.test(text)) return BigInt(text.slice(1));
  const ago = /^-\d.*[a-z]$/.test(text) ? parseQuantity(text.slice(1), 'ms') : undefined;
  if (ago !== undefined) return ago > BigInt(now) ? 0n : BigInt(now) - ago;
  const at = dateAndTime.test(text) ? Date.parse(text.includes('T') ? text : `${text}T00:00`) : Number.NaN;
  return Number.isNaN(at) ? undefined : BigInt(at);
}

/** `0,2,5-7` → their numbers, each once. @throws UsageError */
export function parsePartitions(text: string): readonly number[] {
  const most = 1_000_000;
  const numbers = text.split(',').flatMap((part) => {
    const [, first = '', last = first] = /^\s*(\d{1,9})(?:-(\d{1,9}))?\s*$/.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === '' || to < from || to - from > most)
      throw new UsageError(`--partition ${text}: expected numbers such as 0,2,5-7.`);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  });
  return [...new Set(numbers)].sort((a, b) => a - b);
}
