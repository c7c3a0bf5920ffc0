import type { BrokerMetadata, PartitionMetadata, TopicMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import type { BrokerDisk } from '../../../src/lib/cluster/read-disks.js';

export function brokers(...ids: readonly number[]): BrokerMetadata[] {
  return ids.map((id) => ({ id, host: `b${id}`, port: 9092, rack: null }));
}

/** A partition by its replicas, led by the first, all in sync unless told otherwise. */
export function partition(
  replicas: readonly number[],
  other: Partial<PartitionMetadata> = {},
): PartitionMetadata {
  return { id: 0, leader: replicas[0] ?? -1, replicas, inSync: replicas, ...other };
}

/** A topic of partitions, numbered in order. */
export function topic(name: string, ...partitions: readonly PartitionMetadata[]): TopicMetadata {
  return {
    ...{ name, error: undefined, internal: false },
    partitions: partitions.map((one, id) => ({ ...one, id })),
  };
}

export function disk(bytes: bigint, other: Partial<BrokerDisk> = {}): BrokerDisk {
  return { bytes, volumes: [], failedDirectories: 0, ...other };
}
