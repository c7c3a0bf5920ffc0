import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Change, Notice, Plan, Refusal } from '../../change/plan.js';
import { keyOf } from '../rules/names.js';
import { readCall } from './calls.js';
import { deletionOf } from './deletion.js';
import { isOurs, readDescription } from './description.js';
import { isSizeOnlyScheduled } from './members.js';
import { groupKind, type ScheduleWork, scheduleKind } from './model.js';
import type { ObservedSchedule } from './plan-schedule.js';
import { scheduledSizes } from './scheduled-sizes.js';

export interface RemoveInput {
  readonly group: string;
  /** Of schedules; all that exops made when there are none. */
  readonly names: readonly string[];
}

/** Pure: takes away the schedules that exops made, and the group when nothing else is in it. */
export function planRemoval(
  { group, names }: RemoveInput,
  { schedules, listed }: ObservedSchedule,
): Plan<ScheduleWork> {
  const existing = schedules ?? [];
  const meant = names.length === 0 ? existing : existing.filter(({ name }) => names.includes(name));
  const ours = meant.filter(isOurs);
  const sleepers = listed.flatMap((one) => one.sleepers);
  const atZero = new Set(sleepers.filter(isSizeOnlyScheduled).map(keyOf));
  const left = scheduledSizes(existing.filter((one) => !ours.includes(one)));
  const deletions = ours.map((schedule) => {
    const key = keyIn(schedule);
    return deletionOf(schedule, atZero.has(key) && !left.has(key));
  });
  const isEmptied = schedules !== undefined && ours.length === existing.length;
  return {
    noun: scheduleKind,
    changes: [...deletions, ...(isEmptied ? [groupDeletion(group)] : [])],
    refusals: names.flatMap((name) => refusalOf(name, existing, group)),
    notices: [
      ...(names.length === 0 ? kept(meant.filter((one) => !isOurs(one))) : []),
      ...stayingAsleep(deletions),
      ...rolesOf(ours),
    ],
    unchanged: 0,
  };
}

function keyIn(schedule: Schedule): string {
  const call = readCall(schedule);
  const id = readDescription(schedule.description)?.id;
  return call === undefined || id === undefined ? '' : `${call.resource.kind} ${id}`;
}

function groupDeletion(group: string): Change<ScheduleWork> {
  return {
    ...{ kind: groupKind, name: group, action: 'delete', severity: 'safe', fields: [], cautions: [] },
    work: { step: 'delete group', group },
  };
}

function refusalOf(name: string, existing: readonly Schedule[], group: string): readonly Refusal[] {
  const found = existing.find((one) => one.name === name);
  if (found !== undefined && isOurs(found)) return [];
  const reason =
    found === undefined
      ? `there is no such schedule in ${group}`
      : 'exops did not make it: remove it where it was made';
  return [{ kind: scheduleKind, name, reason }];
}

function kept(schedules: readonly Schedule[]): readonly Notice[] {
  if (schedules.length === 0) return [];
  const text = 'not made by exops, or described anew since; kept, and the group with them';
  return [{ kind: 'not ours', text, names: schedules.map(({ name }) => name) }];
}

/** Of use to nobody now, or to make the schedules again. */
function rolesOf(schedules: readonly Schedule[]): readonly Notice[] {
  const names = [...new Set(schedules.map(({ roleArn }) => roleArn))];
  if (names.length === 0) return [];
  return [{ kind: 'role', text: 'Scheduler acts as this for them, which stays', names }];
}

function stayingAsleep(deletions: readonly unknown[]): readonly Notice[] {
  if (deletions.length === 0) return [];
  const text = 'what is asleep by these stays asleep until exops dev wake';
  return [{ kind: 'stays asleep', text, names: [] }];
}
