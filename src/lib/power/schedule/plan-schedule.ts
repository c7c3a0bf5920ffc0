import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Change, Notice, Plan } from '../../change/plan.js';
import type { Listed } from '../find-sleepers.js';
import { choose } from '../rules/choose.js';
import type { WakesTo } from '../rules/wakes-to.js';
import { deletionOf } from './deletion.js';
import { differences, fieldsMade } from './differences.js';
import { membersOf } from './members.js';
import { groupKind, type ScheduleWish, type ScheduleWork, scheduleKind } from './model.js';
import { isNameOf } from './names.js';
import { scheduleNotices } from './notices.js';
import { scheduledSizes } from './scheduled-sizes.js';
import { type Wanted, wantedSchedules } from './wanted.js';
import { sayTime } from './weekly-time.js';

export interface ObservedSchedule {
  readonly listed: readonly Listed[];
  /** Undefined when there is no such group. */
  readonly schedules: readonly Schedule[] | undefined;
  /** When it was read; milliseconds since the epoch. */
  readonly at: number;
}

export interface SetInput {
  readonly wish: ScheduleWish;
  readonly wakesTo: ReadonlyMap<string, WakesTo>;
  /** Of the sleep list: `workload deployment/backend`. */
  readonly workloads: readonly string[];
}

type ScheduleChange = Change<ScheduleWork>;

/** Pure: brings an environment's schedules to what is wished. What isn't of the list is left alone. */
export function planSchedule(
  { wish, wakesTo, workloads }: SetInput,
  { listed, schedules, at }: ObservedSchedule,
): Plan<ScheduleWork> {
  const existing = schedules ?? [];
  const found = membersOf(choose(listed, []), { wakesTo, scheduled: scheduledSizes(existing) });
  const wanted = wantedSchedules(found.members, wish);
  const byName = new Map(existing.map((schedule) => [schedule.name, schedule]));
  const wantedNames = new Set(wanted.map(({ schedule }) => schedule.name));
  const others = existing.filter(({ name }) => !wantedNames.has(name));
  const isUndecided = ({ name }: Schedule) =>
    found.undecided.some(({ resource }) => isNameOf(resource, name));
  const changes = wanted.flatMap((one) => changeTo(one, byName.get(one.schedule.name), wish));
  const deletions = others.flatMap((schedule): ScheduleChange[] => {
    const member = found.members.find(({ resource }) => isNameOf(resource, schedule.name));
    const out = found.leftOut.find(({ resource }) => isNameOf(resource, schedule.name));
    if (member === undefined && out === undefined) return [];
    return [deletionOf(schedule, out?.isSizeOnlyScheduled === true ? 'at 0' : undefined)];
  });
  const isNew = schedules === undefined && changes.length > 0;
  const isChanging = changes.length + deletions.length > 0;
  const gone = new Set(deletions.map(({ name }) => name));
  const strangers = others.filter((one) => !gone.has(one.name) && !isUndecided(one));
  return {
    noun: scheduleKind,
    changes: [...(isNew ? [groupCreation(wish)] : []), ...changes, ...deletions],
    refusals: found.refusals,
    notices: [
      ...found.notices,
      ...unreachable(workloads),
      ...kept(strangers, wish.group),
      ...scheduleNotices({ members: found.members, wanted, isChanging }, wish, at),
    ],
    unchanged: wanted.length - changes.length,
  };
}

function changeTo(
  { schedule, member, direction, time }: Wanted,
  before: Schedule | undefined,
  { wake }: ScheduleWish,
): readonly ScheduleChange[] {
  const common = { kind: scheduleKind, name: schedule.name, severity: 'safe', cautions: [] } as const;
  if (before === undefined) {
    // Said once: by the wake, where there is one.
    const saysSize = direction === 'wake' || member.isWokenByHand || wake.length === 0;
    const fields = saysSize ? fieldsMade(schedule) : [];
    return [
      { ...common, action: 'create', summary: sayTime(time), fields, work: { step: 'create', schedule } },
    ];
  }
  const fields = differences(before, schedule);
  if (fields.length === 0) return [];
  return [{ ...common, action: 'change', fields, work: { step: 'update', schedule, before } }];
}

function groupCreation({ group, environment }: ScheduleWish): ScheduleChange {
  return {
    ...{ kind: groupKind, name: group, action: 'create', severity: 'safe', fields: [], cautions: [] },
    summary: 'the group of its schedules',
    work: { step: 'create group', group, environment },
  };
}

function unreachable(workloads: readonly string[]): readonly Notice[] {
  if (workloads.length === 0) return [];
  const text = "left out, as Scheduler can't reach Kubernetes";
  return [{ kind: 'workloads', text, names: workloads }];
}

function kept(schedules: readonly Schedule[], group: string): readonly Notice[] {
  if (schedules.length === 0) return [];
  const text = `in ${group} and not of this sleep list, kept (exops dev schedule remove NAME removes what exops made)`;
  return [{ kind: 'not of this list', text, names: schedules.map(({ name }) => name) }];
}
