/** Of spans; milliseconds. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** By nearest rank, so that each is a span that was measured; undefined of none. */
export function percentilesOf(spans: readonly number[]): Percentiles | undefined {
  if (spans.length === 0) return undefined;
  const sorted = [...spans].sort((one, other) => one - other);
  const at = (percent: number) => sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
  return { p50: at(50), p95: at(95), p99: at(99), max: at(100) };
}
