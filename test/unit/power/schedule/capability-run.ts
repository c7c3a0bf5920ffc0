import type { Outcome } from '../../../../src/lib/change/outcome.js';
import { removeCapability, setCapability } from '../../../../src/lib/power/schedule/schedule-capability.js';
import { type Call, noon, type SchedulerWorld, schedulerOf, shop, wishOf } from './builders.js';

export const signal = new AbortController().signal;
export const update = () => {};

export interface Scene {
  readonly world?: ReturnType<typeof schedulerOf>;
  readonly wish?: Parameters<typeof wishOf>[0];
  readonly removes?: readonly string[];
  /** What happens between the plan and its application. */
  readonly between?: () => void;
  readonly stop?: AbortController;
}

/** Observes, plans, applies and verifies. */
export async function run({ world = schedulerOf(), wish, removes, between = () => {}, stop }: Scene = {}) {
  const pauses: number[] = [];
  const deps = {
    scheduler: world.scheduler,
    clock: { now: () => noon, sleep: async (ms: number) => void pauses.push(ms) },
    find: async () => shop,
  };
  const capability =
    removes === undefined
      ? setCapability(deps, { wish: wishOf(wish), wakesTo: new Map(), workloads: [] })
      : removeCapability(deps, { group: 'exops-dev', names: removes });
  const plan = capability.plan(await capability.observe({ update, signal }));
  between();
  const applied: Outcome[] = [];
  await capability.apply(plan, {
    ...{ update, tell: () => {} },
    signal: stop?.signal ?? signal,
    report: (outcome) => applied.push(outcome),
  });
  const verified = await capability.verify(plan, applied, { update, signal });
  return { plan, applied, verified, world, pauses };
}

export const said = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ name, status, reason }) => `${name} ${status}${reason === undefined ? '' : `: ${reason}`}`);
export const isDone = ({ status }: Outcome) => status === 'done';
export const verbs = (calls: readonly Call[]) => calls.map(({ verb, name }) => `${verb} ${name}`);
export const failingAt = (
  verb: Call['verb'],
  error: Error,
  name?: string,
): NonNullable<SchedulerWorld['before']> => {
  return (call) => {
    if (call.verb === verb && (name === undefined || call.name === name)) throw error;
  };
};

export async function madeWorld(own: SchedulerWorld = {}) {
  const { world } = await run();
  return schedulerOf({ schedules: [...world.store.values()], ...own });
}
