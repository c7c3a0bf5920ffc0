import type { Plan } from '../../../../src/lib/change/plan.js';
import type {
  AskedMove,
  MoveWork,
  MovingPartition,
  ObservedMove,
} from '../../../../src/lib/topics/move/model.js';
import { planMove } from '../../../../src/lib/topics/move/plan-move.js';
import { brokers } from '../builders.js';

/** Four brokers without racks; the topics given are all there are, and all are asked for. */
export function observedMove(over: Partial<ObservedMove> = {}): ObservedMove {
  const { topics = [] } = over;
  return {
    brokers: brokers(4),
    all: topics,
    topics,
    keptInternal: [],
    unmatched: [],
    moving: [],
    bytes: undefined,
    throttles: [],
    ...over,
  };
}

/** Off broker 2, unthrottled. */
export function asked(over: Partial<AskedMove> = {}): AskedMove {
  return { leaving: [2], spreads: false, allowsUnderReplicated: false, throttle: undefined, ...over };
}

export const planned = (observed: ObservedMove, what = asked()): Plan<MoveWork> => planMove(observed, what);

export const movesOf = (plan: Plan<MoveWork>): readonly MovingPartition[] =>
  plan.changes.flatMap(({ work }) => work.moves ?? []);
