import type { OperationName } from '../../contenders/contender.js';
import type { Series } from '../../series.js';
import type { Measured } from '../../topics/measure-topics.js';
import type { Aim, Wanted } from '../aims.js';

interface TopicsAim {
  readonly operation: OperationName | 'start';
  readonly count: number;
  readonly delayMs: number;
  readonly ours: string;
  readonly other: string;
  readonly wanted: Wanted;
}

const list = 'exops topics list';
const describe = 'exops topics describe';
const sync = 'exops topics sync --yes';

const aims: readonly TopicsAim[] = [
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

/** What we set out to reach with topics, and what was measured of it. */
export function topicsAims(measured: Measured): readonly Aim[] {
  return aims.map((one) => ({ ...one, situation: situation(one), series: seriesOf(measured, one) }));
}

function aim(
  operation: TopicsAim['operation'],
  count: number,
  delayMs: number,
  ours: string,
  other: string,
  wanted: Wanted,
): TopicsAim {
  return { operation, count, delayMs, ours, other, wanted };
}

function situation({ operation, count, delayMs, ours, other }: TopicsAim): string {
  const command = other.startsWith('the ') ? other : `\`${other}\``;
  const size = operation === 'start' ? '' : `, ${count.toLocaleString('en')} topics at ${delayMs} ms`;
  return `\`${ours}\` and ${command}${operation === 'nothing' ? ', nothing to do' : ''}${size}`;
}

function seriesOf(
  { startUp, topics }: Measured,
  { operation, count, delayMs }: TopicsAim,
): readonly Series[] {
  if (operation === 'start') return startUp;
  const found = topics.find(
    (one) => one.operation === operation && one.count === count && one.delayMs === delayMs,
  );
  return found?.series ?? [];
}
