import type { PartitionTarget } from '../kafka/requests/alter-partition-reassignments.js';
import type { BrokerMetadata, PartitionMetadata } from '../kafka/requests/metadata.js';
import { type BrokerLoad, bestBroker, compareCosts, rackOf } from './choose-broker.js';

export function loadOf(partitions: Iterable<PartitionMetadata>): BrokerLoad {
  const load = new Map<number, number>();
  for (const { replicas } of partitions) for (const id of replicas) load.set(id, (load.get(id) ?? 0) + 1);
  return load;
}

export interface AssignInput {
  readonly partitions: readonly PartitionMetadata[];
  readonly factor: number;
  /** Those that live. */
  readonly brokers: readonly BrokerMetadata[];
  /** Kept up to date with what is assigned, so that the topics of one run spread together. */
  readonly load: BrokerLoad;
}

/**
 * Replicas for partitions that have too many or too few, moving as little as possible: the preferred leader stays,
 * new ones go to racks that the partition isn't in, then to the brokers that hold least.
 */
export function assignReplicas({ partitions, factor, brokers, load }: AssignInput): PartitionTarget[] {
  const count = (id: number, by: number) => load.set(id, (load.get(id) ?? 0) + by);
  return partitions
    .filter(({ replicas }) => replicas.length !== factor)
    .map((partition) => {
      const replicas = shrink(partition, factor, brokers, load);
      for (const id of partition.replicas) if (!replicas.includes(id)) count(id, -1);
      while (replicas.length < factor) {
        const next = bestBroker(replicas, brokers, load);
        if (next === undefined) break;
        replicas.push(next);
        count(next, 1);
      }
      return { partition: partition.id, replicas };
    });
}

/** Gives up dead brokers first, then copies that lag, then a second one in the same rack, then the brokers that hold most. */
function shrink(
  { replicas, leader, inSync }: PartitionMetadata,
  factor: number,
  brokers: readonly BrokerMetadata[],
  held: BrokerLoad,
): number[] {
  const kept = [...replicas];
  while (kept.length > factor) {
    const [keepLeader] = kept.includes(leader) ? [leader] : kept;
    const candidates = kept.filter((id) => id !== keepLeader);
    const worst = candidates.reduce((a, b) => (isWorse(b, a, { kept, inSync, brokers, held }) ? b : a));
    kept.splice(kept.indexOf(worst), 1);
  }
  return kept;
}

interface Keeping {
  readonly kept: readonly number[];
  readonly inSync: readonly number[];
  readonly brokers: readonly BrokerMetadata[];
  readonly held: BrokerLoad;
}

function isWorse(a: number, b: number, { kept, inSync, brokers, held }: Keeping): boolean {
  const cost = (id: number): number[] => {
    const isDead = brokers.every((broker) => broker.id !== id);
    const shared = kept.filter(
      (other) => other !== id && rackOf(other, brokers) === rackOf(id, brokers),
    ).length;
    return [Number(isDead), Number(!inSync.includes(id)), shared, held.get(id) ?? 0, id];
  };
  return compareCosts(cost(a), cost(b)) > 0;
}
