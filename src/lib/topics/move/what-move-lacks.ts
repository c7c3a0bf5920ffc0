import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import type { PartitionMetadata } from '../../kafka/requests/metadata.js';
import type { HeldThrottle } from '../throttle.js';
import { topicKind } from '../work.js';
import { brokerName, type MoveChange, type MovingPartition } from './model.js';

/** What a cluster says after a move. */
export interface AfterMove {
  /** Of the topic of the change. */
  readonly partitions: readonly PartitionMetadata[];
  readonly moving: readonly OngoingReassignment[];
  readonly throttles: readonly HeldThrottle[];
}

/** Pure: what one change of a plan still lacks, in words; undefined when all is as the plan wanted it. */
export function whatMoveLacks(change: MoveChange, after: AfterMove): string | undefined {
  const { name, work } = change;
  const { moves = [], cancels = [] } = work;
  const running = after.moving.find(
    (one) => one.name === name && cancels.some(({ id }) => id === one.partition),
  );
  if (running !== undefined) return `partition ${running.partition} is still being moved`;
  for (const move of moves) {
    const lack = lackOfPartition(
      move,
      after.partitions.find(({ id }) => id === move.id),
    );
    if (lack !== undefined) return lack;
  }
  for (const { id, before } of cancels) {
    const replicas = after.partitions.find((one) => one.id === id)?.replicas;
    if (replicas === undefined) return `partition ${id} can't be read`;
    if (!isSameSet(replicas, before))
      return `the move of partition ${id} had ended before: it is on ${replicas.join(', ')}`;
  }
  return lackOfThrottles(change, after);
}

function isSameSet(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}

function lackOfPartition(
  { id, after }: MovingPartition,
  partition: PartitionMetadata | undefined,
): string | undefined {
  if (partition === undefined) return `partition ${id} can't be read`;
  const { replicas, inSync } = partition;
  if (!isSameSet(replicas, after))
    return `partition ${id} is on ${replicas.join(', ')}, not on ${after.join(', ')}`;
  const late = after.find((one) => !inSync.includes(one));
  return late === undefined ? undefined : `partition ${id} isn't in sync on broker ${late}`;
}

/** Throttles that were to go; once nothing moves, those of the move itself, too. */
function lackOfThrottles(
  { kind, name, work }: MoveChange,
  { throttles, moving }: AfterMove,
): string | undefined {
  const { moves, unthrottles = [] } = work;
  const isOwn = (held: HeldThrottle) =>
    held.type === 'topic' ? kind === topicKind && held.name === name : brokerName(held.name) === name;
  const named = throttles.filter(isOwn).flatMap(({ values }) => unthrottles.filter((key) => values.has(key)));
  if (named[0] !== undefined) return `${named[0]} is still set`;
  if (moves === undefined || moving.length > 0) return undefined;
  const left = throttles.find((held) => held.type === 'broker' || held.name === name);
  if (left === undefined) return undefined;
  return `the throttle of ${left.type === 'broker' ? brokerName(left.name) : `topic ${left.name}`} is still set`;
}
