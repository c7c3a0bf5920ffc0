import { endNamed, type PointInTopic, parsePoint } from '../../point-in-topic.js';

/** Where offsets are set to. */
export type ResetPoint =
  | PointInTopic
  | { readonly kind: 'earliest' | 'latest' }
  /** So many records forward; back when negative. */
  | { readonly kind: 'shift'; readonly by: bigint };

/**
 * `earliest` (or `start`), `latest` (or `end`), a shift (`+10`), or a point as every command takes it. Undefined for anything else.
 * @param now milliseconds since the epoch, which a time back is taken from
 */
export function parseResetPoint(text: string, now: number): ResetPoint | undefined {
  const end = endNamed(text);
  if (end !== undefined) return { kind: end };
  if (/^[+-]\d{1,18}$/.test(text)) return { kind: 'shift', by: BigInt(text) };
  return parsePoint(text, now);
}
