import type { DesiredTopic } from '../../manifest/model.js';
import type { ObservedTopic } from '../model.js';
import { type Finding, nothing, plainField } from './finding.js';

export const minInsyncKey = 'min.insync.replicas';

/** Whether more replicas must be in sync than a partition of the topic has. */
export function isUnwritable(topic: ObservedTopic | undefined): boolean {
  const minimum = topic?.settings?.get(minInsyncKey)?.value ?? null;
  if (topic === undefined || minimum === null) return false;
  return topic.partitions.some(({ replicas }) => replicas.length < Number(minimum));
}

/**
 * Kafka accepts more in-sync replicas than there are replicas. Before 3.7 no producer with acks=all can write then; since,
 * a partition needs all of its own, and one broker down stops them (`effectiveMinIsr` in its Partition.scala).
 * @param factor the replication factor that the topic will have, undefined when it is the cluster's default
 * @param inEffect the value on the cluster now, for a topic whose manifest doesn't name one
 */
export function minInsyncRule(
  wanted: DesiredTopic,
  factor: number | undefined,
  inEffect: string | null,
): Finding {
  const value = wanted.configs[minInsyncKey] ?? inEffect;
  if (value === null || factor === undefined) return nothing;
  const isNamed = wanted.configs[minInsyncKey] !== undefined;
  const minimum = Number(value);
  if (minimum > factor) {
    const reason = `over the replication factor ${factor}: nobody could write with acks=all; since Kafka 3.7, with one broker down`;
    return { refusals: [{ field: plainField(minInsyncKey, inEffect, value), reason }] };
  }
  if (!isNamed || minimum < factor) return nothing;
  return {
    cautions: [
      `${minInsyncKey} ${minimum} equals the replication factor: with one broker down nobody can write with acks=all`,
    ],
  };
}
