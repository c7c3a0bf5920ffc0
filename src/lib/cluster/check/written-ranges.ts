import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { endOffsets, type LedPartition } from '../../kafka/end-offsets.js';
import type { PartitionRange } from '../../messages/read/partition-range.js';

/** Where partitions end. @throws ExopsError */
export async function endsOf(
  client: KafkaClient,
  places: readonly LedPartition[],
): Promise<ReadonlyMap<number, bigint>> {
  const ends = await endOffsets(client, places);
  const refused = ends.find(({ error }) => error !== undefined);
  if (refused?.error !== undefined) throw new ExopsError(`ListOffsets failed: ${refused.error.name}.`);
  return new Map(ends.map(({ partition, offset }) => [partition, offset]));
}

/** What was written since. @param starts by partition */
export async function rangesSince(
  client: KafkaClient,
  places: readonly LedPartition[],
  starts: ReadonlyMap<number, bigint>,
): Promise<readonly PartitionRange[]> {
  const ends = await endsOf(client, places);
  return places.map(({ partition: id, leader }) => {
    const first = starts.get(id) ?? 0n;
    return { id, leader, earliest: first, first, end: ends.get(id) ?? first };
  });
}
