import type { LedPartition } from '../../kafka/end-offsets.js';
import type { PartitionMetadata, TopicMetadata } from '../../kafka/requests/metadata.js';

const mostReplicas = 3;
const fewestPartitions = 2;

/**
 * Pure: the replicas of a topic of which every broker leads a partition, and of which there are two to share.
 * @param isOdd whether the cluster takes odd numbers of replicas alone, as Redpanda does
 */
export function replicasForAll(brokers: readonly number[], isOdd: boolean): readonly (readonly number[])[] {
  const count = Math.min(mostReplicas, brokers.length);
  const replicas = isOdd && count % 2 === 0 ? count - 1 : count;
  const partitions = brokers.length === 0 ? 0 : Math.max(fewestPartitions, brokers.length);
  return Array.from({ length: partitions }, (_, id) =>
    Array.from({ length: replicas }, (_, place) => brokers[(id + place) % brokers.length] ?? -1),
  );
}

/** Pure: what a check writes to: the first partition that each broker leads, and a second one where there is one broker. */
export function choosePlaces({ name, partitions }: TopicMetadata): readonly LedPartition[] {
  const led = partitions.filter(({ leader }) => leader >= 0);
  const leaders = new Set(led.map(({ leader }) => leader));
  const chosen = [...leaders].map((broker) => led.find(({ leader }) => leader === broker));
  const second = leaders.size === 1 ? led.slice(1, fewestPartitions) : [];
  return [...chosen, ...second]
    .filter((one): one is PartitionMetadata => one !== undefined)
    .map(({ id, leader }) => ({ name, partition: id, leader }))
    .sort((one, other) => one.partition - other.partition);
}
