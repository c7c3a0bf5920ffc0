import type { OperationName } from '../contenders/contender.js';
import { median, type Series } from '../series.js';
import type { Measured } from '../topics/measure-topics.js';
import { formatRatio } from './figures.js';

interface Aim {
  readonly operation: OperationName | 'start';
  readonly count: number;
  readonly delayMs: number;
  readonly ours: string;
  /** Beginning of the other command, as it is shown. */
  readonly other: string;
  /** How many times as long as exops the other takes at least, or exops as long as the other at most. */
  readonly wanted: { readonly slower: number } | { readonly within: number };
}

const list = 'exops topics list';
const describe = 'exops topics describe';
const sync = 'exops topics sync --yes';

const aims: readonly Aim[] = [
  aim('create', 12, 50, sync, 'topicctl apply', { slower: 50 }),
  aim('create', 12, 50, sync, 'kafka-topics --create', { slower: 15 }),
  aim('nothing', 500, 50, sync, 'topicctl apply', { slower: 200 }),
  aim('nothing', 500, 50, sync, 'kafka-topics --describe', { slower: 3 }),
  aim('nothing', 500, 0, sync, 'topicctl apply', { slower: 10 }),
  aim('describe', 500, 50, describe, 'kcl topic describe', { slower: 1 }),
  aim('describe', 500, 50, describe, 'rpk topic describe', { slower: 1 }),
  aim('create', 2_000, 0, sync, 'the broker itself', { within: 1.2 }),
  aim('list', 500, 0, list, 'kafkactl get topics', { slower: 1 }),
  aim('list', 500, 0, list, 'kafka-topics --list', { slower: 1 }),
  aim('start', 12, 0, 'exops --help', 'node -e 0', { within: 1.4 }),
  aim('start', 12, 0, list, 'node -e 0', { within: 2.5 }),
];

/** What we set out to reach beside what was measured, as rows of a table. Nothing measured says so. */
export function aimRows(measured: Measured): string[][] {
  return aims.map((one) => [situation(one), wish(one), outcome(one, seriesOf(measured, one))]);
}

function aim(
  operation: Aim['operation'],
  count: number,
  delayMs: number,
  ours: string,
  other: string,
  wanted: Aim['wanted'],
): Aim {
  return { operation, count, delayMs, ours, other, wanted };
}

function situation({ operation, count, delayMs, ours, other }: Aim): string {
  const command = other.startsWith('the ') ? other : `\`${other}\``;
  const size = operation === 'start' ? '' : `, ${count.toLocaleString('en')} topics at ${delayMs} ms`;
  return `\`${ours}\` and ${command}${operation === 'nothing' ? ', nothing to do' : ''}${size}`;
}

function wish({ wanted }: Aim): string {
  if ('within' in wanted) return `at most ${wanted.within}× as long`;
  return wanted.slower === 1 ? 'ahead' : `${wanted.slower}× faster`;
}

function outcome({ ours, other, wanted }: Aim, series: readonly Series[]): string {
  const own = timeOf(series, ours);
  const theirs = timeOf(series, other);
  if (own === undefined || theirs === undefined) return remarkOf(series, other) ?? 'not measured';
  const isWithin = 'within' in wanted;
  const ratio = isWithin ? own / theirs : theirs / own;
  const isMet = isWithin ? ratio <= wanted.within : ratio >= wanted.slower;
  return `${isMet ? '' : 'missed: '}${formatRatio(ratio)}`;
}

function seriesOf({ startUp, topics }: Measured, { operation, count, delayMs }: Aim): readonly Series[] {
  if (operation === 'start') return startUp;
  const found = topics.find(
    (one) => one.operation === operation && one.count === count && one.delayMs === delayMs,
  );
  return found?.series ?? [];
}

function timeOf(series: readonly Series[], command: string): number | undefined {
  return median(series.find(({ shown }) => shown.startsWith(command))?.times ?? []);
}

function remarkOf(series: readonly Series[], command: string): string | undefined {
  return series.find(({ shown }) => shown.startsWith(command))?.remark;
}
