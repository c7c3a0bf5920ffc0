import { ExopsError } from '../../errors.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import type { Isolation, StartingPoint } from '../model.js';
import { LeadersOf } from './offsets-at.js';
import type { ReadDeps } from './read-messages.js';

/** What of a partition is to be read: from `first` on, up to and without `end`. */
export interface PartitionRange {
  readonly id: number;
  readonly leader: number;
  readonly earliest: bigint;
  readonly first: bigint;
  /** As it is when reading begins. */
  readonly end: bigint;
}

export interface RangeRequest {
  readonly topic: TopicMetadata;
  readonly partitions: TopicMetadata['partitions'];
  readonly from: StartingPoint;
  readonly isolation: Isolation;
}

export interface FoundRanges {
  readonly ranges: readonly PartitionRange[];
  /** Partitions that have no leader, for a moment at least. */
  readonly leaderless: readonly number[];
  /** Partitions that don't have the offset. */
  readonly outOfRange: readonly number[];
}

/**
 * Where reading begins and ends: one round of requests to the leaders.
 * @throws OffsetOutOfRangeError, and what `offsetsAt` throws
 */
export async function partitionRanges(
  deps: ReadDeps,
  { topic, partitions, from, isolation }: RangeRequest,
): Promise<FoundRanges> {
  const leaders = new LeadersOf(deps, topic.name, partitions);
  await leaders.wait();
  const ids = partitions.map(({ id }) => id);
  const led = ids.filter((id) => leaders.leaderOf(id) >= 0);
  const ask = (timestamp: bigint) => leaders.offsetsAt(led, timestamp, isolation);
  const [earliest, latest, atTime] = await Promise.all([
    ask(offsetOf.earliest),
    ask(offsetOf.latest),
    from.at === 'time' ? ask(from.timestamp) : undefined,
  ]);
  const all = led.map((id) => {
    const range = rangeOf(earliest.get(id), latest.get(id));
    return { id, ...range, leader: leaders.leaderOf(id), first: firstOf(from, range, atTime?.get(id)) };
  });
  const ranges = all.filter(({ first, earliest, end }) => first >= earliest && first <= end);
  if (from.at === 'offset' && led.length > 0 && ranges.length === 0)
    throw new OffsetOutOfRangeError(from.offset, all);
  const inRange = new Set(ranges.map(({ id }) => id));
  return {
    ranges,
    leaderless: ids.filter((id) => leaders.leaderOf(id) < 0),
    outOfRange: led.filter((id) => !inRange.has(id)),
  };
}

/** No partition that is to be read has this offset. */
export class OffsetOutOfRangeError extends ExopsError {
  constructor(offset: bigint, ranges: readonly PartitionRange[]) {
    const most = 8;
    const shown = ranges
      .slice(0, most)
      .map(({ id, earliest, end }) =>
        earliest === end ? `partition ${id} is empty` : `partition ${id} has ${earliest} to ${end - 1n}`,
      );
    const more = ranges.length > most ? [`and ${ranges.length - most} more`] : [];
    super(`Offset ${offset} is out of range: ${[...shown, ...more].join(', ')}.`);
  }
}

/** They are asked for side by side, and what is deleted meanwhile may move the first of them past the other. */
function rangeOf(earliest = 0n, latest = 0n): Pick<PartitionRange, 'earliest' | 'end'> {
  return { earliest, end: latest < earliest ? earliest : latest };
}

function firstOf(
  from: StartingPoint,
  { earliest, end }: Pick<PartitionRange, 'earliest' | 'end'>,
  atTime: bigint | undefined,
): bigint {
  switch (from.at) {
    case 'start':
      return earliest;
    case 'end':
      return end;
    case 'offset':
      return from.offset;
    case 'last':
      return end - from.count > earliest ? end - from.count : earliest;
    case 'time':
      // None is of that time, or the first that is belongs to an open transaction.
      if (atTime === undefined || atTime < 0n || atTime > end) return end;
      return atTime < earliest ? earliest : atTime;
  }
}
