import type { Clock } from '../../../context.js';
import type { Schedule, Scheduler } from '../../aws/contract/scheduler.js';
import type { Work } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Change, Plan } from '../../change/plan.js';
import { differences } from './differences.js';
import type { ScheduleWork } from './model.js';
import { groupOf } from './write-schedules.js';

/** Lists of schedules may lag a little behind what was written. */
const pausesMs = [250, 500, 1_000, 2_000];

/** Reads the group again; of a write whose answer was lost, what is there is the answer. */
export async function verifySchedules(
  { scheduler, clock }: { readonly scheduler: Scheduler; readonly clock: Clock },
  { changes }: Plan<ScheduleWork>,
  outcomes: readonly Outcome[],
  { signal }: Pick<Work, 'signal'>,
): Promise<readonly Outcome[]> {
  const group = groupOf(changes);
  if (group === undefined) return outcomes;
  let read = judge(changes, outcomes, await scheduler.schedules(group, signal));
  for (const pause of pausesMs) {
    if (!read.some(({ status }) => status === 'unknown')) break;
    await clock.sleep(pause, signal);
    read = judge(changes, outcomes, await scheduler.schedules(group, signal));
  }
  return read;
}

function judge(
  changes: readonly Change<ScheduleWork>[],
  outcomes: readonly Outcome[],
  found: readonly Schedule[] | undefined,
): readonly Outcome[] {
  const now = new Map((found ?? []).map((one) => [one.name, one]));
  return outcomes.map((outcome) => {
    const change = changes.find(({ kind, name }) => kind === outcome.kind && name === outcome.name);
    const isOpen = outcome.status === 'done' || outcome.status === 'unknown';
    if (change === undefined || !isOpen) return outcome;
    const state = stateOf(change.work, now, found !== undefined);
    if (state === 'as wanted') return outcomeOf(change, 'done');
    if (outcome.status === 'unknown' && state === 'as before')
      return outcomeOf(change, 'failed', { reason: outcome.reason ?? 'it was not written' });
    return outcomeOf(change, 'unknown', { reason: outcome.reason ?? `accepted, and ${says[state]}` });
  });
}

const says = {
  'as before': 'it is as before',
  otherwise: 'it is something else now: somebody wrote it again',
} as const;

function stateOf(
  work: ScheduleWork,
  now: ReadonlyMap<string, Schedule>,
  isGroupThere: boolean,
): 'as wanted' | keyof typeof says {
  switch (work.step) {
    case 'create group':
      return isGroupThere ? 'as wanted' : 'as before';
    case 'delete group':
      // Scheduler deletes it a little later, and answers for it until then.
      return isGroupThere && now.size > 0 ? 'as before' : 'as wanted';
    case 'delete':
      return now.has(work.before.name) ? 'as before' : 'as wanted';
    default:
      return compared(work, now.get(work.schedule.name));
  }
}

function compared(
  work: Extract<ScheduleWork, { schedule: Schedule }>,
  found: Schedule | undefined,
): 'as wanted' | keyof typeof says {
  if (found === undefined) return work.step === 'create' ? 'as before' : 'otherwise';
  if (differences(found, work.schedule).length === 0) return 'as wanted';
  const isBefore = work.step === 'update' && differences(found, work.before).length === 0;
  return isBefore ? 'as before' : 'otherwise';
}
