import { formatCount } from '../terminal/plural.js';
import type { LagRow } from './lag-rows.js';
import type { LagStatus, PartitionLag } from './partition-lag.js';

const statusWords: Readonly<Record<LagStatus, string>> = {
  ok: '',
  'no offset': 'no committed offset',
  untouched: 'no committed offset, not counted',
  'no leader': 'no leader',
  'no topic': 'the topic is gone, or hidden',
  'not read': 'its end is not read',
  'past the end': 'committed past the end',
};

const countWords: Readonly<Record<LagStatus, string>> = {
  ok: '',
  'no offset': 'without a committed offset',
  untouched: 'without a committed offset, not counted',
  'no leader': 'without a leader',
  'no topic': 'of topics gone',
  'not read': 'whose end is not read',
  'past the end': 'committed past the end',
};

/** What the number of a row doesn't say; empty where it says all. */
export function noteOf({ group, partition, partitions, topic }: LagRow): string {
  if (partition !== undefined) return parted([statusWords[partition.status], upperBound([partition])]);
  const problem = group.problem === undefined ? '' : `not read: ${group.problem.name}`;
  const nothing =
    topic === undefined && partitions.length === 0 && problem === '' ? 'nothing committed that is seen' : '';
  return parted([problem, nothing, ...countsOf(partitions), upperBound(partitions)]);
}

function countsOf(partitions: readonly PartitionLag[]): readonly string[] {
  const statuses = Object.keys(countWords) as readonly LagStatus[];
  return statuses.map((status) => {
    const count = partitions.filter((one) => one.status === status).length;
    return status === 'ok' || count === 0 ? '' : `${formatCount(count)} ${countWords[status]}`;
  });
}

/** Offsets of a compacted topic have gaps. */
function upperBound(partitions: readonly PartitionLag[]): string {
  const isAtMost = partitions.some(
    ({ compacted, lag }) => compacted === true && lag !== undefined && lag > 0n,
  );
  return isAtMost ? 'at most: compacted' : '';
}

function parted(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
