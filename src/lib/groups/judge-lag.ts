import { sumOf } from './partition-lag.js';
import type { LagOfGroup, LagReport, LagSelection } from './read-lag.js';

/** Why a group doesn't pass. */
export type LagFailure =
  | {
      readonly kind: 'behind';
      readonly group: string;
      readonly lag: bigint;
      /** Partitions whose lag nobody knows; a check can't say that they are fine. */
      readonly unknown: number;
      /** Partitions in which more was committed than there is: what comes next there may never be read. */
      readonly pastEnd: number;
    }
  /** Its offsets can't be read at all. */
  | { readonly kind: 'unread'; readonly group: string }
  /** It was asked for, and there is no partition whose lag could be small or large. */
  | { readonly kind: 'unmeasured'; readonly group: string; readonly of: LagOfGroup }
  /** The same, as groups of its type commit no offsets. */
  | { readonly kind: 'no offsets'; readonly group: string; readonly type: string };

/**
 * Groups that are further behind than they may be, each judged by the sum of its partitions, or that may be. Those that were
 * asked for must have something to judge by: a wrong pair of group and topic would pass for ever.
 */
export function lagFailures(
  { groups, withoutOffsets }: Pick<LagReport, 'groups' | 'withoutOffsets'>,
  { patterns, topics }: LagSelection,
  maxLag: bigint,
): readonly LagFailure[] {
  const isAsked = patterns.length + topics.length > 0;
  return [
    ...groups.flatMap((one) => failureOf(one, isAsked, maxLag) ?? []),
    // A glob may well match the workers of Connect beside its consumers.
    ...withoutOffsets
      .filter(({ id }) => patterns.includes(id))
      .map(({ id, type, protocolType }) => ({
        ...{ kind: 'no offsets' as const, group: id },
        type: type === 'classic' ? protocolType : type,
      })),
  ];
}

function failureOf(of: LagOfGroup, isAsked: boolean, maxLag: bigint): LagFailure | undefined {
  const group = of.group.id;
  if (of.problem !== undefined) return { kind: 'unread', group };
  const { lag, unknown, pastEnd } = sumOf(of.partitions);
  if (lag > maxLag || unknown + pastEnd > 0) return { kind: 'behind', group, lag, unknown, pastEnd };
  const isMeasured = of.partitions.some((one) => one.lag !== undefined);
  return isAsked && !isMeasured ? { kind: 'unmeasured', group, of } : undefined;
}
