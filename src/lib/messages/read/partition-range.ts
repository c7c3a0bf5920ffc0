import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { endOffsets } from '../../kafka/end-offsets.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import { type RightsOf, refusedByBroker } from '../errors.js';
import type { Isolation, StartingPoint } from '../model.js';

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
  /** Those with a leader. */
  readonly partitions: TopicMetadata['partitions'];
  readonly from: StartingPoint;
  readonly isolation: Isolation;
}

/** Where reading begins and ends: one round of requests to the leaders. @throws OffsetOutOfRangeError */
export async function partitionRanges(
  client: KafkaClient,
  { topic, partitions, from, isolation }: RangeRequest,
  rights: RightsOf,
): Promise<readonly PartitionRange[]> {
  const ask = (timestamp: bigint) => offsetsAt(client, topic.name, partitions, timestamp, isolation, rights);
  const [earliest, latest, atTime] = await Promise.all([
    ask(offsetOf.earliest),
    ask(offsetOf.latest),
    from.at === 'time' ? ask(from.timestamp) : undefined,
  ]);
  const ranges = partitions.map(({ id, leader }) => {
    const range = { id, leader, earliest: earliest.get(id) ?? 0n, end: latest.get(id) ?? 0n };
    return { ...range, first: firstOf(from, range, atTime?.get(id)) };
  });
  const isInside = (range: PartitionRange) => range.first >= range.earliest && range.first <= range.end;
  if (from.at === 'offset' && !ranges.some(isInside)) throw new OffsetOutOfRangeError(from.offset, ranges);
  return ranges.filter(isInside);
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
      return atTime === undefined || atTime < 0n || atTime > end ? end : atTime;
  }
}

/** By partition. */
export async function offsetsAt(
  client: KafkaClient,
  name: string,
  partitions: TopicMetadata['partitions'],
  timestamp: bigint,
  isolation: Isolation,
  rights: RightsOf,
): Promise<ReadonlyMap<number, bigint>> {
  const led = partitions.map(({ id, leader }) => ({ name, partition: id, leader }));
  const answers = await endOffsets(client, led, timestamp, isolation);
  return new Map(
    answers.map(({ partition, offset, error }) => {
      if (error !== undefined) throw refusedByBroker('read', name, 'ListOffsets', error, rights);
      return [partition, offset];
    }),
  );
}
