/** Where offsets are set to. */
export type ResetPoint =
  | { readonly kind: 'earliest' | 'latest' }
  /** The first record of this time or later; milliseconds since the epoch. */
  | { readonly kind: 'time'; readonly at: bigint }
  | { readonly kind: 'offset'; readonly offset: bigint }
  /** So many records forward; back when negative. */
  | { readonly kind: 'shift'; readonly by: bigint };

const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/**
 * `earliest`, `latest`, a time with its zone, a time back (`-90m`), a shift (`+10`), an offset (`10`). Undefined for anything
 * else: a time without a zone would be another one on another machine.
 * @param now milliseconds since the epoch, which a time back is taken from
 */
export function parseResetPoint(text: string, now: number): ResetPoint | undefined {
  if (text === 'earliest' || text === 'latest') return { kind: text };
  const back = /^-(\d{1,9})([smhd])$/.exec(text);
  if (back !== null) {
    const unit = unitMs[back[2] as keyof typeof unitMs];
    return { kind: 'time', at: BigInt(Math.max(0, now - Number(back[1]) * unit)) };
  }
  if (/^[+-]\d{1,18}$/.test(text)) return { kind: 'shift', by: BigInt(text) };
  if (/^\d{1,18}$/.test(text)) return { kind: 'offset', offset: BigInt(text) };
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) || at < 0 ? undefined : { kind: 'time', at: BigInt(at) };
}
