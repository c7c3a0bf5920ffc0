import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import type { DesiredTopic } from '../../manifest/model.js';
import { countOf } from '../../terminal/plural.js';
import type { ObservedCluster, ObservedTopic } from '../model.js';
import { limitWords, type Throttle } from '../throttle.js';
import type { TopicWork } from '../work.js';
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
  const moves = cluster.moving?.get(topic.name) ?? [];
  const counts = new Set(countsAfter(topic, moves));
  if (factor === undefined) return nothing;
  if (counts.size === 1 && counts.has(factor)) return followMoves(factor, moves);
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
    : `copies ${moved} of ${topic.partitions.length} partitions to other brokers${bySetting ? '' : limitWords(throttle)}`;
  return {
    fields: [{ ...field, note }],
    severity: loses ? 'destructive' : 'safe',
    work: bySetting
      ? { settings: [{ operation: 'set', key: redpandaFactorKey, value: String(factor) }] }
      : { replicas: factor },
  };
}

/** How many replicas each partition has once the moves that run have ended. */
function countsAfter(topic: ObservedTopic, moves: readonly OngoingReassignment[]): number[] {
  const removing = new Map(moves.map((move) => [move.partition, move.removing.length]));
  return topic.partitions.map(({ id, replicas }) => replicas.length - (removing.get(id) ?? 0));
}

/** A move that is under way to the wanted factor, begun by a run that was interrupted, is followed to its end. */
function followMoves(factor: number, moves: readonly OngoingReassignment[]): Finding {
  const changing = moves.filter(({ adding, removing }) => adding.length !== removing.length);
  if (changing.length === 0) return nothing;
  const before = Math.min(...changing.map(({ replicas, adding }) => replicas.length - adding.length));
  const note = `under way: ${countOf(changing.length, 'partition')} being copied; waits for the end`;
  return {
    fields: [plainField('replication factor', String(before), String(factor), note)],
    work: { replicas: factor, isUnderWay: true },
  };
}

/** Whether a change only waits for moves that run already, so that they don't stand in its way. */
export function isFollowing({ replicas, isUnderWay, ...others }: TopicWork): boolean {
  return replicas !== undefined && isUnderWay === true && Object.keys(others).length === 0;
}
