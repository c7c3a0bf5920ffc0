import { UsageError } from '../../errors.js';
import { parseQuantity } from '../../manifest/quantity.js';

/** Up to where records go: the first one that is kept. */
export type TrimBound =
  | { readonly by: 'end' }
  /** Milliseconds since the epoch. */
  | { readonly by: 'time'; readonly at: number }
  | { readonly by: 'offset'; readonly offset: bigint };

const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;
const largestOffset = 2n ** 63n - 1n;

/**
 * Reads `3d` (that long ago), a time with its zone, or an offset, which is a bare number.
 * @throws UsageError
 */
export function readBound(text: string, now: number): TrimBound {
  const word = text.trim();
  if (/^\d+$/.test(word) && BigInt(word) <= largestOffset) return { by: 'offset', offset: BigInt(word) };
  const ago = /[a-z]$/.test(word) ? parseQuantity(word, 'ms') : undefined;
  const at = ago === undefined ? momentOf(word) : ago > 0n ? now - Number(ago) : undefined;
  if (at === undefined || at < 0)
    throw new UsageError(`--before "${text}" is neither a time nor an offset.`, {
      hint: 'Write how long ago (12h, 3d), a time with its zone (2026-11-21T10:00:00Z), or an offset (4200).',
    });
  if (at > now)
    throw new UsageError(`--before "${text}" is in the future: every record is older. Use --all.`);
  return { by: 'time', at };
}

function momentOf(word: string): number | undefined {
  const at = moment.test(word) ? Date.parse(word.replace(' ', 'T')) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** `records before 2026-11-18 10:00:00 UTC` */
export function describeBound(bound: TrimBound): string {
  if (bound.by === 'end') return 'all records';
  if (bound.by === 'offset') return `records before offset ${bound.offset}`;
  const time = new Date(bound.at).toISOString().slice(0, 19).replace('T', ' ');
  return `records before ${time} UTC`;
}
