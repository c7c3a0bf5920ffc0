import { judgeBrokers } from '../../../src/lib/cluster/judge-brokers.js';
import { byTrouble, judgePartition } from '../../../src/lib/cluster/judge-partition.js';
import type { BrokerDisk } from '../../../src/lib/cluster/read-disks.js';
import type { HealthReport } from '../../../src/lib/cluster/read-health.js';
import type {
  BrokerMetadata,
  PartitionMetadata,
  TopicMetadata,
} from '../../../src/lib/kafka/requests/metadata.js';

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
  return { bytes, replicas: 1, volumes: [], failedDirectories: 0, ...other };
}

/** What is read of a cluster of brokers 1 and 2 with these topics; nothing else is known unless it is given. */
export function reportOf({
  topics,
  minIsr,
  disks = new Map(),
  silent = [],
  at = 0,
}: {
  readonly topics: readonly TopicMetadata[];
  readonly minIsr?: number;
  readonly disks?: ReadonlyMap<number, BrokerDisk>;
  readonly silent?: readonly number[];
  readonly at?: number;
}): HealthReport {
  const listed = brokers(1, 2);
  const judged = topics.flatMap(({ name, partitions }) =>
    partitions.map((one) => judgePartition(name, one, minIsr)),
  );
  return {
    ...{ at, topics: topics.length, partitions: judged.length, knowsMinIsr: minIsr !== undefined },
    metadata: { brokers: listed, clusterId: 'c1', controllerId: 1, topics },
    troubled: judged.filter(({ troubles }) => troubles.length > 0).sort(byTrouble),
    brokers: judgeBrokers(listed, topics, { answers: disks, silent: new Set(silent) }),
    nothing: topics.length > 0 ? undefined : 'unclear',
    ...{ moving: [], unknown: [], unread: [] },
  };
}
