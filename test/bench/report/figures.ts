import { median, type Series } from '../series.js';

/** `0.18 ms`, `87 ms`, `1.24 s` */
export function formatTime(ms: number): string {
  if (ms < 9.995) return `${ms.toFixed(2)} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** How many times as long as the reference: `0.31×`, `5.7×`, `48×`. */
export function formatRatio(ratio: number): string {
  if (ratio < 1) return `${ratio.toFixed(2)}×`;
  return `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;
}

/** A cell of a table: the ratio to the reference, the median it comes from and the number of runs. */
export function figure(
  series: Series | undefined,
  reference: Series | undefined,
  format: (ms: number) => string = formatTime,
): string {
  const ms = median(series?.times ?? []);
  if (series === undefined || ms === undefined) return series?.remark ?? '';
  const runs = series.times.length === 1 ? '1 run' : `${series.times.length} runs`;
  if (series === reference) return `**${format(ms)}** (${runs})`;
  const base = median(reference?.times ?? []);
  const ratio = base === undefined ? '' : `**${formatRatio(ms / base)}** `;
  return `${ratio}${format(ms)} (${runs})`;
}
