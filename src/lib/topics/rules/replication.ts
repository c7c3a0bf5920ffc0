import type { DesiredTopic } from '../../manifest/model.js';
import { formatQuantity } from '../../manifest/quantity.js';
import type { ObservedCluster, ObservedTopic } from '../model.js';
import type { Throttle } from '../throttle.js';
import { type Finding, nothing, plainField } from './finding.js';

/** Why a replication factor can't be had on this cluster, or undefined when it can. */
export function unreachableFactor(
  factor: number | undefined,
  { brokers, kind }: Pick<ObservedCluster, 'brokers' | 'kind'>,
): string | undefined {
  if (factor === undefined) return undefined;
  if (factor > brokers.length) {
    const live = brokers.length === 1 ? 'only 1 broker lives' : `only ${brokers.length} brokers live`;
    return `${live} in this cluster`;
  }
  return kind === 'redpanda' && factor % 2 === 0 ? 'Redpanda wants an odd replication factor' : undefined;
}

/** Redpanda's name for the factor in a request; its topics show it by their replicas, never as a setting. */
export const redpandaFactorKey = 'replication.factor';

/** Kafka reaches another factor by moving replicas, Redpanda by a setting. */
export function replicationRule(
  wanted: DesiredTopic,
  topic: ObservedTopic,
  cluster: Pick<ObservedCluster, 'brokers' | 'kind' | 'moving'>,
  throttle: Throttle,
): Finding {
  const factor = wanted.replicationFactor;
  const counts = new Set(topic.partitions.map((partition) => partition.replicas.length));
  if (factor === undefined || (counts.size === 1 && counts.has(factor))) return nothing;
  const before = [...counts].sort((a, b) => a - b).join(' and ');
  const bySetting = cluster.kind === 'redpanda';
  const unreachable =
    unreachableFactor(factor, cluster) ??
    (cluster.moving === undefined && !bySetting
      ? "the cluster doesn't say which replicas are being moved, so none are moved now"
      : undefined);
  const field = plainField('replication factor', before, String(factor));
  if (unreachable !== undefined) return { refusals: [{ field, reason: unreachable }] };
  const loses = Math.max(...counts) > factor;
  const moved = topic.partitions.filter((partition) => partition.replicas.length !== factor).length;
  const note = loses
    ? `gives up copies of ${moved} of ${topic.partitions.length} partitions`
    : `copies ${moved} of ${topic.partitions.length} partitions to other brokers${bySetting ? '' : limitOf(throttle)}`;
  return {
    fields: [{ ...field, note }],
    severity: loses ? 'destructive' : 'safe',
    work: bySetting
      ? { settings: [{ operation: 'set', key: redpandaFactorKey, value: String(factor) }] }
      : { replicas: factor },
  };
}

function limitOf(throttle: Throttle): string {
  return throttle === undefined
    ? ', unthrottled'
    : `, ${formatQuantity(throttle, 'bytes')}/s a broker at most`;
}
