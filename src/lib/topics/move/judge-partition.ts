import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import type { BrokerMetadata, PartitionMetadata } from '../../kafka/requests/metadata.js';
import { isUnderReplicated } from '../../kafka/under-replicated.js';
import type { AskedMove } from './model.js';
import { leaveBrokers, type Places, racksOf, spreadOverRacks } from './place.js';

/** What is to be done about one partition, or why nothing can be. */
export type Judgement =
  | { readonly verdict: 'stays' }
  | {
      readonly verdict: 'moves' | 'follows';
      readonly before: readonly number[];
      readonly after: readonly number[];
    }
  | { readonly verdict: 'refused'; readonly reason: MoveRefusal };

/** Why a partition isn't moved; those with one and the same are named together. */
export type MoveRefusal =
  | { readonly why: 'offline' | 'under-replicated' | 'unknown moves' }
  | { readonly why: 'too few brokers'; readonly needs: number }
  | { readonly why: 'moves elsewhere'; readonly to: readonly number[] }
  | { readonly why: 'target is down' | 'stays on a dead broker'; readonly broker: number };

export interface Judged extends Places {
  /** All that live. */
  readonly live: readonly BrokerMetadata[];
  readonly asked: AskedMove;
  /** The move of this partition that runs; undefined for none. */
  readonly move: OngoingReassignment | undefined;
  /** Whether the cluster tells which moves run. */
  readonly tellsMoves: boolean;
}

/** Pure but for the load, which is kept up to date. */
export function judgePartition(partition: PartitionMetadata, judged: Judged): Judgement {
  const { move, asked, tellsMoves } = judged;
  if (move !== undefined) return judgeMoving(move, judged);
  const wanted = whereTo(partition, judged);
  if (wanted === undefined) return refused({ why: 'too few brokers', needs: partition.replicas.length });
  if (isSame(wanted, partition.replicas)) return { verdict: 'stays' };
  if (!tellsMoves) return refused({ why: 'unknown moves' });
  if (partition.leader < 0) return refused({ why: 'offline' });
  const down = deadBroker(wanted, judged);
  if (down !== undefined) return refused({ why: 'stays on a dead broker', broker: down });
  if (!asked.allowsUnderReplicated && isUnderReplicated(partition))
    return refused({ why: 'under-replicated' });
  return { verdict: 'moves', before: partition.replicas, after: wanted };
}

function whereTo(partition: PartitionMetadata, { asked, live, ...places }: Judged) {
  const left = leaveBrokers(partition.replicas, new Set(asked.leaving), places);
  if (left === undefined || !asked.spreads) return left;
  return spreadOverRacks({ ...partition, replicas: left }, live, places);
}

/** A move that runs is followed when it brings what is asked for, and in nobody's way when it has nothing to do with it. */
function judgeMoving({ replicas, adding, removing }: OngoingReassignment, judged: Judged): Judgement {
  const { asked, live, brokers } = judged;
  const before = replicas.filter((id) => !adding.includes(id));
  const after = replicas.filter((id) => !removing.includes(id));
  const leaves = (ids: readonly number[]) => ids.some((id) => asked.leaving.includes(id));
  const isCrowded = (ids: readonly number[]) => {
    const racks = racksOf(ids, live);
    return (
      asked.spreads &&
      racks <
        Math.min(
          ids.length,
          racksOf(
            brokers.map(({ id }) => id),
            live,
          ),
        )
    );
  };
  if (leaves(after) || isCrowded(after)) return refused({ why: 'moves elsewhere', to: after });
  if (!leaves(before) && !isCrowded(before)) return { verdict: 'stays' };
  const down = deadBroker(after, judged);
  if (down !== undefined) return refused({ why: 'target is down', broker: down });
  return { verdict: 'follows', before, after };
}

/** A move ends when all replicas of its target are in sync (KRaft's PartitionReassignmentReplicas), those that stay, too. */
function deadBroker(after: readonly number[], { live }: Judged): number | undefined {
  return after.find((id) => live.every((broker) => broker.id !== id));
}

function refused(reason: MoveRefusal): Judgement {
  return { verdict: 'refused', reason };
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((id, index) => id === b[index]);
}
