import { type PointInTopic, parsePoint } from '../../point-in-topic.js';

/** Where offsets are set to. */
export type ResetPoint =
  | PointInTopic
  | { readonly kind: 'earliest' | 'latest' }
  /** So many records forward; back when negative. */
  | { readonly kind: 'shift'; readonly by: bigint };

/**
 * `earliest`, `latest`, a shift (`+10`), or a point as every command takes it. Undefined for anything else.
 * @param now milliseconds since the epoch, which a time back is taken from
 */
export function parseResetPoint(text: string, now: number): ResetPoint | undefined {
  if (text === 'earliest' || text === 'latest') return { kind: text };
  if (/^[+-]\d{1,18}$/.test(text)) return { kind: 'shift', by: BigInt(text) };
  return parsePoint(text, now);
}
