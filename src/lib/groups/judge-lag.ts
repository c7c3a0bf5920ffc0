import { sumOf } from './partition-lag.js';
import type { LagOfGroup } from './read-lag.js';

/** Why a group doesn't pass. */
export interface TooFarBehind {
  readonly group: string;
  readonly lag: bigint;
  /** Partitions whose lag nobody knows; a check can't say that they are fine. */
  readonly unknown: number;
  /** Its offsets can't be read at all. */
  readonly isUnread: boolean;
}

/** Groups that are further behind than they may be, each judged by the sum of its partitions, or that may be. */
export function tooFarBehind(groups: readonly LagOfGroup[], maxLag: bigint): readonly TooFarBehind[] {
  return groups.flatMap(({ group, partitions, problem }) => {
    const { lag, unknown } = sumOf(partitions);
    const isUnread = problem !== undefined;
    return lag > maxLag || unknown > 0 || isUnread ? [{ group: group.id, lag, unknown, isUnread }] : [];
  });
}
