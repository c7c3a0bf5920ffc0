import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Change, Notice, Plan, Refusal } from '../../change/plan.js';
import type { Listed } from '../find-sleepers.js';
import { keyOf } from '../rules/names.js';
import { readCall } from './calls.js';
import { deletionOf, type OnlyWord } from './deletion.js';
import { isOurs, readDescription } from './description.js';
import { isSizeOnlyScheduled } from './members.js';
import { groupKind, type Resource, type ScheduleWork, scheduleKind } from './model.js';
import { isNameOf } from './names.js';
import type { ObservedSchedule } from './plan-schedule.js';
import { resourceNamed, resourceOf, sameResource } from './resource.js';
import { scheduledSizes } from './scheduled-sizes.js';

export interface RemoveInput {
  readonly group: string;
  /** Of schedules; all that exops made for what the sleep list names when there are none. */
  readonly names: readonly string[];
}

/**
 * Pure: takes away schedules that exops made, and the group when nothing else is in it. Another project may have an
 * environment of that name, and its schedules are in the same group: without names, what isn't of this list stays.
 */
export function planRemoval(
  { group, names }: RemoveInput,
  { schedules, listed }: ObservedSchedule,
): Plan<ScheduleWork> {
  const existing = schedules ?? [];
  const isOfList = listOf(listed);
  const made = existing.filter(isOurs);
  const ours = made.filter((one) => (names.length === 0 ? isOfList(one) : names.includes(one.name)));
  const sleepers = listed.flatMap((one) => one.sleepers);
  const atZero = new Set(sleepers.filter(isSizeOnlyScheduled).map(keyOf));
  const left = scheduledSizes(existing.filter((one) => !ours.includes(one)));
  const onlyWord = (schedule: Schedule): OnlyWord | undefined => {
    const key = keyIn(schedule);
    if (left.has(key)) return undefined;
    if (!isOfList(schedule)) return 'not listed';
    return atZero.has(key) ? 'at 0' : undefined;
  };
  const deletions = ours.map((schedule) => deletionOf(schedule, onlyWord(schedule)));
  const isEmptied = schedules !== undefined && ours.length === existing.length;
  return {
    noun: scheduleKind,
    changes: [...deletions, ...(isEmptied ? [groupDeletion(group)] : [])],
    refusals: names.flatMap((name) => refusalOf(name, existing, group)),
    notices: [
      ...(names.length === 0
        ? [
            ...kept(existing.filter((one) => !isOurs(one))),
            ...ofOthers(made.filter((one) => !ours.includes(one))),
          ]
        : []),
      ...stayingAsleep(deletions),
      ...rolesOf(ours),
    ],
    unchanged: 0,
  };
}

/** Whether a schedule is of what the list names: by what it asks for, by its name or by what its description says. */
function listOf(listed: readonly Listed[]): (schedule: Schedule) => boolean {
  const keys = new Set(listed.flatMap(({ sleepers }) => sleepers.map(keyOf)));
  const resources = listed.flatMap(({ entry: { selector }, sleepers }): Resource[] => {
    const found = sleepers.flatMap((sleeper) => resourceOf(sleeper, selector) ?? []);
    const named = resourceNamed(selector);
    return named === undefined ? found : [...found, named];
  });
  return (schedule) => {
    const asked = readCall(schedule)?.resource;
    return (
      keys.has(keyIn(schedule)) ||
      resources.some((one) => isNameOf(one, schedule.name) || (asked && sameResource(one, asked)))
    );
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

function ofOthers(schedules: readonly Schedule[]): readonly Notice[] {
  if (schedules.length === 0) return [];
  const text =
    'of nothing in this sleep list, and maybe of another project; kept, and the group with them (exops dev schedule remove NAME removes one)';
  return [{ kind: 'not of this list', text, names: schedules.map(({ name }) => name) }];
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
