import type { Schedule } from '../../../../src/lib/aws/contract/scheduler.js';
import type { Plan } from '../../../../src/lib/change/plan.js';
import type { Listed } from '../../../../src/lib/power/find-sleepers.js';
import { readWakesTo } from '../../../../src/lib/power/rules/wakes-to.js';
import type { ScheduleWish, ScheduleWork } from '../../../../src/lib/power/schedule/model.js';
import { planSchedule } from '../../../../src/lib/power/schedule/plan-schedule.js';
import { noon, shop, wishOf } from './builders.js';

export interface World {
  readonly listed?: readonly Listed[];
  /** Undefined for no group. */
  readonly schedules?: readonly Schedule[] | undefined;
  readonly wish?: Partial<ScheduleWish>;
  readonly wakesTo?: readonly string[];
  readonly workloads?: readonly string[];
}

export function planOf({ listed = shop, schedules, wish = {}, wakesTo = [], workloads = [] }: World = {}) {
  const input = { wish: wishOf(wish), wakesTo: readWakesTo(wakesTo), workloads };
  return planSchedule(input, { listed, schedules, at: noon });
}

/** The schedules that a plan leaves behind. */
export function applied(plan: Plan<ScheduleWork>, before: readonly Schedule[] = []): readonly Schedule[] {
  const store = new Map(before.map((one) => [one.name, one]));
  for (const { work } of plan.changes) {
    if (work.step === 'create' || work.step === 'update') store.set(work.schedule.name, work.schedule);
    if (work.step === 'delete') store.delete(work.before.name);
  }
  return [...store.values()];
}

export const outline = ({ changes }: Plan) =>
  changes.map(({ action, name, summary = '', fields }) =>
    [
      action,
      name,
      summary,
      ...fields.map(({ name: field, shown }) => `${field} ${shown.before}→${shown.after}`),
    ]
      .filter((word) => word !== '')
      .join(' | '),
  );
export const texts = ({ notices }: Plan, kind: string) =>
  notices.filter((one) => one.kind === kind).map(({ text, names }) => [text, ...names]);
export const reasons = ({ refusals }: Plan) => refusals.map(({ name, reason }) => `${name}: ${reason}`);
