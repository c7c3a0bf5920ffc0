import type { ApplyEvent } from '../../../src/lib/change/capability.js';
import { type Outcome, outcomeOf } from '../../../src/lib/change/outcome.js';
import { isHeldBack, type Plan } from '../../../src/lib/change/plan.js';
import type { KafkaLook } from '../../../src/lib/power/kafka.js';
import { powerCapability } from '../../../src/lib/power/power-capability.js';
import type { Direction } from '../../../src/lib/power/rules/order.js';
import type { PowerWish, PowerWork } from '../../../src/lib/power/work.js';
import type { Call, KillAt, World } from './world.js';

export interface PlayOptions {
  readonly by?: string;
  readonly wish?: Partial<PowerWish>;
  readonly kill?: KillAt | undefined;
  readonly kafka?: KafkaLook;
  readonly patienceMs?: number;
  /** A second when left out; longer pauses make fewer steps. */
  readonly firstPollMs?: number;
  /** Ctrl-C when it is aborted. */
  readonly interrupt?: AbortSignal;
  /** What happens in the world once the plan is made. */
  readonly meanwhile?: () => void;
  readonly scheduled?: ReadonlyMap<string, { readonly desired: number } | undefined>;
}

export interface Played {
  readonly isKilled: boolean;
  readonly plan: Plan<PowerWork> | undefined;
  readonly outcomes: readonly Outcome[];
  readonly events: readonly ApplyEvent[];
  readonly calls: readonly Call[];
}

/** Runs sleep or wake in a world, as the engine does it for somebody who gave --yes. */
export async function play(world: World, direction: Direction, options: PlayOptions = {}): Promise<Played> {
  const { by = 'kim', wish, kill, kafka, patienceMs = 1_800_000, firstPollMs = 1_000 } = options;
  const process = world.process(kill);
  const { scheduled } = options;
  const capability = powerCapability(
    {
      ...{ ports: process.ports, clock: process.clock, entries: world.entries(), patienceMs },
      ...{ firstPollMs, again: `exops dev ${direction}`, back: 'exops dev other' },
      kafka: kafka === undefined ? undefined : async () => kafka,
      scheduled: scheduled === undefined ? undefined : async () => scheduled,
    },
    direction,
    { names: [], wakesTo: new Map(), drifted: undefined, takeOver: false, user: by, ...wish },
  );
  const signal = options.interrupt ?? new AbortController().signal;
  const work = { signal, update: () => {} };
  const events: ApplyEvent[] = [];
  let plan: Plan<PowerWork> | undefined;
  let outcomes: readonly Outcome[] = [];
  const run = async (): Promise<'ended'> => {
    const made = capability.plan(await capability.observe(work));
    plan = made;
    options.meanwhile?.();
    if (isHeldBack(made) || made.changes.length === 0) return 'ended';
    const reported = new Map<string, Outcome>();
    await capability.apply(made, {
      ...work,
      tell: (event) => events.push(event),
      report: (outcome) => reported.set(outcome.name, outcome),
    });
    const accepted = made.changes.map(
      (change) => reported.get(change.name) ?? outcomeOf(change, 'not tried'),
    );
    outcomes = signal.aborted ? accepted : await capability.verify(made, accepted, work);
    return 'ended';
  };
  const end = await Promise.race([run(), process.death]);
  return { isKilled: end === 'killed', plan, outcomes, events, calls: process.calls };
}

/** `rds shop: done`, `asg web: failed, somebody …` */
export function said(outcomes: readonly Outcome[]): readonly string[] {
  return outcomes.map(({ name, status, reason }) =>
    reason === undefined ? `${name}: ${status}` : `${name}: ${status}, ${reason}`,
  );
}
