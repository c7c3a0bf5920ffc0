import { ExopsError } from '../../errors.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import type { Isolation, StartingPoint } from '../model.js';
import { type HiddenOffsets, hiddenWords, offsetsBetween } from './hidden-offsets.js';
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
  /** Of partitions where an open transaction is in the way of those that are committed; none where uncommitted are read. */
  readonly hidden: readonly HiddenOffsets[];
}

/** A partition from its first offset to where reading ends, and what is there behind that. */
interface Bounds extends Pick<PartitionRange, 'earliest' | 'end'> {
  /** No less than `end`. */
  readonly highWatermark: bigint;
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
  // The high watermark goes first over each connection: what is written between the answers would look hidden otherwise.
  const [highWatermark, earliest, latest, atTime] = await Promise.all([
    isolation === 'read committed'
      ? leaders.offsetsAt(led, offsetOf.latest, 'read uncommitted')
      : new Map<number, bigint>(),
    ask(offsetOf.earliest),
    ask(offsetOf.latest),
    from.at === 'time' ? ask(from.timestamp) : undefined,
  ]);
  const all = led.map((id) => {
    const bounds = boundsOf(earliest.get(id), latest.get(id), highWatermark.get(id));
    return { id, ...bounds, leader: leaders.leaderOf(id), first: firstOf(from, bounds, atTime?.get(id)) };
  });
  const ranges = all.filter(
    ({ first, earliest, highWatermark }) => first >= earliest && first <= highWatermark,
  );
  if (from.at === 'offset' && led.length > 0 && ranges.length === 0)
    throw new OffsetOutOfRangeError(from.offset, all);
  const inRange = new Set(ranges.map(({ id }) => id));
  return {
    ranges,
    leaderless: ids.filter((id) => leaders.leaderOf(id) < 0),
    outOfRange: led.filter((id) => !inRange.has(id)),
    hidden: ranges.flatMap(({ id, first, end, highWatermark }) =>
      offsetsBetween(id, laterOf(first, end), highWatermark),
    ),
  };
}

/** No partition that is to be read has this offset. */
export class OffsetOutOfRangeError extends ExopsError {
  constructor(offset: bigint, ranges: readonly (Bounds & { readonly id: number })[]) {
    const most = 8;
    const shown = ranges
      .slice(0, most)
      .map(({ id, earliest, highWatermark }) =>
        earliest === highWatermark
          ? `partition ${id} is empty`
          : `partition ${id} has ${earliest} to ${highWatermark - 1n}`,
      );
    const more = ranges.length > most ? [`and ${ranges.length - most} more`] : [];
    const hidden = hiddenWords(
      ranges.flatMap(({ id, end, highWatermark }) => offsetsBetween(id, end, highWatermark)),
    );
    super(`Offset ${offset} is out of range: ${[...shown, ...more].join(', ')}.`, { hint: hidden });
  }
}

/** They are asked for side by side, and what is deleted meanwhile may move the first of them past the others. */
function boundsOf(earliest = 0n, latest = 0n, highWatermark = latest): Bounds {
  const end = laterOf(earliest, latest);
  return { earliest, end, highWatermark: laterOf(end, highWatermark) };
}

/** `Math.max` takes no bigints. */
function laterOf(one: bigint, other: bigint): bigint {
  if (one > other) return one;
  return other;
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
