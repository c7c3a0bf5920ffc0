import { UsageError } from './errors.js';
import { parseQuantity } from './manifest/quantity.js';

/** A place in a topic as a person writes it, the same for every command. */
export type PointInTopic =
  | { readonly kind: 'offset'; readonly offset: bigint }
  /** The first record of this time or later; milliseconds since the epoch. */
  | { readonly kind: 'time'; readonly at: bigint };

/** What `parsePoint` takes, in the words of help and of errors. */
export const pointForms = 'an offset (4200), a time (2026-11-21T10:00:00Z) or so long ago (-90m)';

const moment = /^(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;
const withoutZone = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/;
const longAgo = /^-?(\d{1,15}(?:\.\d{1,9})?(?:ms|[smhdw]))$/;
const epoch = /^@(\d{1,15})$/;
const largestOffset = 2n ** 63n - 1n;

/**
 * An offset (`4200`), a time with its zone (`2026-11-21T10:00:00Z`, `2026-11-21 19:00+09:00`, `@` and milliseconds since the
 * epoch), or so long ago (`-90m`, `1.5h`, `3d`). Undefined for anything else: a time without a zone would be another one on
 * another machine.
 * @param now milliseconds since the epoch
 */
export function parsePoint(text: string, now: number): PointInTopic | undefined {
  const word = text.trim();
  if (/^\d{1,19}$/.test(word)) {
    const offset = BigInt(word);
    return offset > largestOffset ? undefined : { kind: 'offset', offset };
  }
  const at = agoOf(word, now) ?? momentOf(word);
  return at === undefined ? undefined : { kind: 'time', at };
}

/** Nothing is older than the epoch. */
function agoOf(word: string, now: number): bigint | undefined {
  const ago = parseQuantity(longAgo.exec(word)?.[1] ?? '', 'ms');
  if (ago === undefined || ago <= 0n) return undefined;
  return ago > BigInt(now) ? 0n : BigInt(now) - ago;
}

function momentOf(word: string): bigint | undefined {
  const milliseconds = epoch.exec(word)?.[1];
  if (milliseconds !== undefined) return BigInt(milliseconds);
  const day = moment.exec(word)?.[1];
  const at = day !== undefined && isDay(day) ? Date.parse(word.replace(' ', 'T')) : Number.NaN;
  return Number.isNaN(at) || at < 0 ? undefined : BigInt(at);
}

/** `Date` takes 30 February for 2 March. */
function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** What the ends of a topic are called: as Kafka does, and shorter. */
const ends: ReadonlyMap<string, 'earliest' | 'latest'> = new Map([
  ['earliest', 'earliest'],
  ['start', 'earliest'],
  ['latest', 'latest'],
  ['end', 'latest'],
]);

/** `earliest` or `start`, `latest` or `end`; the same for every command. */
export function endNamed(text: string): 'earliest' | 'latest' | undefined {
  return ends.get(text.trim());
}

/** @param others what the flag takes besides: `start, end` */
export function noPoint(flag: string, text: string, others?: string): UsageError {
  const forms = others === undefined ? pointForms : `${others}, ${pointForms}`;
  const word = text.trim();
  // Elsewhere it would be another time.
  const zoned = withoutZone.test(word) ? `${word}${word.length === 10 ? 'T00:00:00' : ''}Z` : undefined;
  if (zoned !== undefined && momentOf(zoned) !== undefined)
    return new UsageError(`${flag} "${text}" has no zone.`, {
      hint: `Write its zone: ${zoned.replace(' ', 'T')}`,
    });
  return new UsageError(`${flag} "${text}" is no point in a topic.`, { hint: `Write ${forms}.` });
}
