import { UsageError } from '../../errors.js';
import { parseQuantity } from '../../manifest/quantity.js';

/** Where a log is to begin: so many seconds before now by the host's clock, or at a second since the epoch. */
export type LogStart =
  | { readonly from: 'ago'; readonly seconds: number }
  | { readonly from: 'moment'; readonly seconds: number };

const moment = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * Reads `10m`, `2h`, `1d`, or a time with its zone.
 * @throws UsageError
 */
export function parseLogStart(text: string): LogStart {
  const word = text.trim();
  const span = /[a-z]$/.test(word) ? parseQuantity(word, 'ms') : undefined;
  if (span !== undefined && span > 0n) {
    return { from: 'ago', seconds: Math.ceil(Number(span) / 1000) };
  }
  const ms = moment.test(word) ? Date.parse(word.replace(' ', 'T')) : Number.NaN;
  if (!Number.isNaN(ms) && ms >= 0) return { from: 'moment', seconds: Math.floor(ms / 1000) };
  throw new UsageError(`--since "${text}" is not a time.`, {
    hint: 'Write how long ago (10m, 2h, 1d), or a time with its zone: 2026-11-21T10:00:00Z',
  });
}
