import { median, type Series } from '../series.js';
import { formatRatio } from './figures.js';
import { table } from './markdown.js';

/** How many times as long as exops the other takes at least, or exops as long as the other at most. */
export type Wanted = { readonly slower: number } | { readonly within: number };

/** What we set out to reach. */
export interface Aim {
  /** What is compared, in words. */
  readonly situation: string;
  /** Beginning of our command, as it is shown. */
  readonly ours: string;
  /** The same of the other's. */
  readonly other: string;
  readonly wanted: Wanted;
  /** Where both are. */
  readonly series: readonly Series[];
}

/** Aims beside what was measured, as a Markdown table. Nothing measured says so. */
export function aimTable(aims: readonly Aim[]): string {
  return table(['', 'aim', 'measured'], aims.map(aimRow));
}

/** What is compared, what was aimed for, and what was measured. */
export function aimRow(aim: Aim): readonly string[] {
  return [aim.situation, wish(aim.wanted), outcome(aim)];
}

function wish(wanted: Wanted): string {
  if ('within' in wanted) return `at most ${wanted.within}× as long`;
  return wanted.slower === 1 ? 'ahead' : `${wanted.slower}× faster`;
}

function outcome({ ours, other, wanted, series }: Aim): string {
  const own = timeOf(series, ours);
  const theirs = timeOf(series, other);
  if (own === undefined || theirs === undefined) return remarkOf(series, other) ?? 'not measured';
  const isWithin = 'within' in wanted;
  const ratio = isWithin ? own / theirs : theirs / own;
  const isMet = isWithin ? ratio <= wanted.within : ratio >= wanted.slower;
  return `${isMet ? '' : 'missed: '}${formatRatio(ratio)}`;
}

function timeOf(series: readonly Series[], command: string): number | undefined {
  return median(series.find(({ shown }) => shown.startsWith(command))?.times ?? []);
}

function remarkOf(series: readonly Series[], command: string): string | undefined {
  return series.find(({ shown }) => shown.startsWith(command))?.remark;
}
