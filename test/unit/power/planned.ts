import type { Plan } from '../../../src/lib/change/plan.js';
import { renderPlan } from '../../../src/lib/change/render-plan.js';
import { planSleep } from '../../../src/lib/power/plan-sleep.js';
import { planWake } from '../../../src/lib/power/plan-wake.js';
import type { Direction } from '../../../src/lib/power/rules/order.js';
import { readWakesTo } from '../../../src/lib/power/rules/wakes-to.js';
import type { ObservedPower, PowerWish, PowerWork } from '../../../src/lib/power/work.js';
import { noColor } from '../../../src/lib/terminal/palette.js';
import type { Draft, Thing } from './thing.js';
import { World } from './world.js';

/** Local time of tests is whatever the machine has: records are of this moment, and plans an hour later. */
export const recordedAt = Date.parse('2026-11-20T19:02:11Z');

export const record = (sizes: string, by = 'kim') => `v=1 ${sizes} by=${by} at=2026-11-20T19:02:11Z`;

export interface Scene {
  readonly wish?: Partial<Omit<PowerWish, 'wakesTo'>> & { readonly wakesTo?: readonly string[] };
  /** Done to the things before they are looked at. */
  readonly as?: Readonly<Record<string, Partial<Thing>>>;
  readonly now?: number;
  readonly scheduled?: ObservedPower['scheduled'];
  readonly scheduleProblem?: string;
  readonly kafka?: ObservedPower['kafka'];
  readonly unstoppable?: ObservedPower['unstoppable'];
  /** Lines of the list that choose nothing. */
  readonly without?: readonly string[];
}

/** The plan for these things, as they are an hour after the records were written. */
export function planned(direction: Direction, drafts: readonly Draft[], scene: Scene = {}): Plan<PowerWork> {
  const world = new World(drafts);
  for (const [name, over] of Object.entries(scene.as ?? {})) Object.assign(world.thing(name), over);
  const sleepers = new Map(world.sleepers().map((sleeper) => [sleeper.name, sleeper]));
  const entries = world.entries();
  const observed: ObservedPower = {
    listed: world.things.map(({ name }, index) => {
      const entry = entries[index];
      const sleeper = sleepers.get(name);
      if (entry === undefined) throw new Error('a thing without an entry');
      return { entry, sleepers: sleeper === undefined ? [] : [sleeper] };
    }),
    now: scene.now ?? recordedAt + 3_600_000,
    scheduled: scene.scheduled ?? new Map(),
    ...(scene.scheduleProblem === undefined ? {} : { scheduleProblem: scene.scheduleProblem }),
    kafka: scene.kafka,
    unstoppable: scene.unstoppable,
  };
  const { wakesTo = [], ...wish } = scene.wish ?? {};
  const whole: PowerWish = {
    ...{ names: [], drifted: undefined, takeOver: false, user: 'kim', ...wish },
    wakesTo: readWakesTo(wakesTo),
  };
  return (direction === 'sleep' ? planSleep : planWake)(whole, observed);
}

const moment = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d{1,2} [A-Z][a-z]{2}) \d\d:\d\d\b/g;

/** As a pipe shows it; moments of local time are `WHEN`, and columns are two spaces apart. */
export function shown(plan: Plan): string {
  const lines = renderPlan(plan, { palette: noColor, width: Number.POSITIVE_INFINITY });
  return lines
    .join('\n')
    .replaceAll(moment, 'WHEN')
    .replaceAll(/(\S) {3,}/g, '$1  ');
}
