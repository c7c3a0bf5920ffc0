import { countOf, formatCount } from '../terminal/plural.js';
import type { LagFailure } from './judge-lag.js';
import type { LagRow } from './lag-rows.js';
import { goneOf, type LagStatus, type PartitionLag } from './partition-lag.js';
import type { LagOfGroup } from './read-lag.js';

/** Few words each, and what matters first: a narrow terminal cuts them. */
const statusWords: Readonly<Record<LagStatus, string>> = {
  ok: '',
  'no offset': 'no offset',
  untouched: 'no offset, not counted',
  'no leader': 'no leader',
  'no topic': 'topic gone, or hidden',
  'not read': 'end not read',
  'past the end': 'past the end',
};

const countWords: Readonly<Record<LagStatus, string>> = {
  ok: '',
  'no offset': 'without an offset',
  untouched: 'without an offset, not counted',
  'no leader': 'without a leader',
  'no topic': 'of topics gone',
  'not read': 'with an unread end',
  'past the end': 'past the end',
};

type Shown = (count: number | bigint) => string;

/** What the number of a row doesn't say; empty where it says all. @param shown how a count is written */
export function noteOf({ group, partition, partitions, topic }: LagRow, shown: Shown = formatCount): string {
  const last = [goneWords(partitions, shown), upperBound(partitions)];
  if (partition !== undefined) return parted([statusWords[partition.status], ...last]);
  const problem = group.problem === undefined ? '' : `not read: ${group.problem.name}`;
  const nothing = topic === undefined && problem === '' ? nothingWords(group) : '';
  return parted([problem, nothing, ...countsOf(partitions, shown), ...last]);
}

/** Why a check doesn't pass, for a line behind the group's name. */
export function failureWords(failure: LagFailure, maxLag: bigint): string {
  const allowed = `; ${formatCount(maxLag)} allowed`;
  if (failure.kind === 'unread') return `its offsets are not read${allowed}`;
  if (failure.kind === 'no offsets')
    return `nothing is measured: a group of ${failure.type} commits no offsets`;
  if (failure.kind === 'unmeasured') {
    const { of } = failure;
    return `nothing is measured: ${parted([nothingWords(of), ...countsOf(of.partitions, formatCount)])}`;
  }
  const { lag, unknown, pastEnd } = failure;
  const parts = [
    `${formatCount(lag)} ${lag === 1n ? 'record' : 'records'} behind`,
    ...(unknown > 0 ? [`${countOf(unknown, 'partition')} unknown`] : []),
    ...(pastEnd > 0 ? [`${countOf(pastEnd, 'partition')} committed past the end`] : []),
  ];
  return `${parts.join(', and ')}${allowed}`;
}

function nothingWords({ partitions, isElsewhere }: LagOfGroup): string {
  if (partitions.length > 0) return '';
  return isElsewhere ? 'nothing in these topics' : 'nothing committed that is seen';
}

function countsOf(partitions: readonly PartitionLag[], shown: Shown): readonly string[] {
  const statuses = Object.keys(countWords) as readonly LagStatus[];
  return statuses.map((status) => {
    const count = partitions.filter((one) => one.status === status).length;
    return status === 'ok' || count === 0 ? '' : `${shown(count)} ${countWords[status]}`;
  });
}

/** Records that a lag counts and nobody can read. */
function goneWords(partitions: readonly PartitionLag[], shown: Shown): string {
  const gone = partitions.reduce((sum, one) => sum + goneOf(one), 0n);
  return gone === 0n ? '' : `${shown(gone)} gone`;
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
