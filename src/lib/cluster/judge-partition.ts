import type { OngoingReassignment } from '../kafka/requests/list-partition-reassignments.js';
import type { PartitionMetadata } from '../kafka/requests/metadata.js';
import { isUnderReplicated } from '../kafka/under-replicated.js';

/** What may be wrong with a partition, the worst first. */
export const troubles = ['offline', 'under min ISR', 'under-replicated', 'at min ISR'] as const;
export type Trouble = (typeof troubles)[number];

export interface JudgedPartition extends PartitionMetadata {
  readonly topic: string;
  /** Everything that holds, the worst first; nothing where all is well. */
  readonly troubles: readonly Trouble[];
  /** min.insync.replicas of its topic; undefined when it isn't known. */
  readonly minIsr: number | undefined;
  readonly move: OngoingReassignment | undefined;
}

/**
 * What is wrong with a partition. `under min ISR`: who produces with acks=all is refused. `at min ISR`: losing one more
 * broker makes it so; a partition with a single replica has nothing to lose, and isn't warned of.
 * @param minIsr undefined when it isn't known
 * @param move what moves its replicas now
 */
export function judgePartition(
  topic: string,
  partition: PartitionMetadata,
  minIsr: number | undefined,
  move?: OngoingReassignment,
): JudgedPartition {
  const { leader, replicas, inSync } = partition;
  const least = effectiveMinIsr(minIsr, replicas.length);
  const holds: Readonly<Record<Trouble, boolean>> = {
    offline: leader < 0,
    'under min ISR': least !== undefined && inSync.length < least,
    'under-replicated': isUnderReplicated(partition, move?.adding.length),
    'at min ISR': least !== undefined && inSync.length === least && replicas.length > 1,
  };
  return { ...partition, topic, minIsr, move, troubles: troubles.filter((one) => holds[one]) };
}

/** Brokers ask for no more replicas in sync than a partition has (Kafka 3.7; `effectiveMinIsr` in its Partition.scala). */
function effectiveMinIsr(minIsr: number | undefined, replicas: number): number | undefined {
  return minIsr === undefined ? undefined : Math.min(minIsr, replicas);
}

/** Whether monitoring should wake somebody. A warning does not. */
export function isWrong({ troubles: found }: Pick<JudgedPartition, 'troubles'>): boolean {
  return found.some((one) => one !== 'at min ISR');
}

/** The worst first; then by topic and number. */
export function byTrouble(one: JudgedPartition, other: JudgedPartition): number {
  const worst = rank(one) - rank(other);
  if (worst !== 0) return worst;
  if (one.topic !== other.topic) return one.topic < other.topic ? -1 : 1;
  return one.id - other.id;
}

/** Who lacks a replica and can't lose another one stands before who only lacks one. */
function rank({ troubles: found }: JudgedPartition): number {
  const [worst] = found;
  if (worst === undefined) return troubles.length;
  return troubles.indexOf(worst) - (worst === 'under-replicated' && found.includes('at min ISR') ? 0.5 : 0);
}
