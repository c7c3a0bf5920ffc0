import type { PartitionMetadata } from './requests/metadata.js';

/**
 * Whether a partition lacks a replica in sync. Replicas that a move is only adding aren't missed yet, as in Kafka's own
 * `kafka-topics --under-replicated-partitions`.
 * @param adding how many replicas a move is adding to it
 */
export function isUnderReplicated(
  { replicas, inSync }: Pick<PartitionMetadata, 'replicas' | 'inSync'>,
  adding = 0,
): boolean {
  return inSync.length < replicas.length - adding;
}
