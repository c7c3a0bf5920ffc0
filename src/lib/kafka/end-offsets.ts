import type { KafkaClient } from './client.js';
import { errorCodes, itemError } from './item-error.js';
import {
  type ListOffsetsRequest,
  listOffsets,
  offsetOf,
  type PartitionOffset,
} from './requests/list-offsets.js';

export interface LedPartition {
  readonly name: string;
  readonly partition: number;
  /** The broker that knows where it ends. */
  readonly leader: number;
}

/**
 * Where partitions end, asked of their leaders at once: one round of requests, one for each leader.
 * @param timestamp where they begin, or the first record of that time on, in place of the end; -1 for none
 * @param isolation what the end is, as ListOffsets has it
 */
export async function endOffsets(
  client: KafkaClient,
  partitions: readonly LedPartition[],
  timestamp: bigint = offsetOf.latest,
  isolation?: ListOffsetsRequest['isolation'],
): Promise<readonly PartitionOffset[]> {
  const byLeader = new Map<number, Map<string, number[]>>();
  for (const { name, partition, leader } of partitions) {
    const topics = byLeader.get(leader) ?? new Map<string, number[]>();
    byLeader.set(leader, topics);
    const ids = topics.get(name) ?? [];
    topics.set(name, ids);
    ids.push(partition);
  }
  const answers = await Promise.all(
    [...byLeader].map(([broker, byName]) => {
      const topics = [...byName].map(([name, ids]) => ({ name, partitions: ids }));
      return client.send(
        listOffsets,
        { topics, timestamp, ...(isolation === undefined ? {} : { isolation }) },
        { broker },
      );
    }),
  );
  const answered = answers.flat();
  const known = new Set(answered.map(placeOf));
  const unsaid = partitions.filter((place) => !known.has(placeOf(place)));
  return [...answered, ...unsaid.map(({ name, partition }) => ({ name, partition, ...nothingSaid }))];
}

/** A leader that leaves a partition out has not said that it is empty. */
const nothingSaid = {
  offset: -1n,
  error: itemError(errorCodes.unknownServerError, 'its leader says nothing of it'),
} as const;

function placeOf({ name, partition }: Pick<LedPartition, 'name' | 'partition'>): string {
  return `${partition} ${name}`;
}
