import type { Plan } from '../../change/plan.js';
import type { MoveWork } from './model.js';

/**
 * Pure: whether the plan of now does no more than the one that was shown. What is under way may have ended in between,
 * and throttles may have gone;
 * what is begun must be the same.
 */
export function standsMove(shown: Plan<MoveWork>, now: Plan<MoveWork>): boolean {
  const [before, after] = [workOf(shown), workOf(now)];
  return (
    isWithin(after.ending, before.ending) &&
    isWithin(after.begun, before.begun) &&
    isWithin(before.begun, after.begun) &&
    isWithin(refusalsOf(now), refusalsOf(shown))
  );
}

function workOf({ changes }: Plan<MoveWork>) {
  const ending = new Set<string>();
  const begun = new Set<string>();
  for (const { kind, name, work } of changes) {
    const { moves = [], cancels = [], unthrottles = [] } = work;
    for (const { id, after, isUnderWay } of moves)
      (isUnderWay ? ending : begun).add(JSON.stringify([name, id, after]));
    for (const { id } of cancels) ending.add(JSON.stringify([name, id]));
    for (const key of unthrottles) ending.add(JSON.stringify([kind, name, key]));
  }
  return { ending, begun };
}

function refusalsOf({ refusals }: Plan): ReadonlySet<string> {
  return new Set(refusals.map(({ kind, name, reason }) => JSON.stringify([kind, name, reason])));
}

function isWithin(some: ReadonlySet<string>, all: ReadonlySet<string>): boolean {
  return [...some].every((one) => all.has(one));
}
