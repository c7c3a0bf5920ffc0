import { AwsError, AwsNotFoundError, AwsUnreachableError } from '../../aws/aws-errors.js';
import type { Schedule, Scheduler } from '../../aws/contract/scheduler.js';
import type { ApplyWork } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Change, Plan } from '../../change/plan.js';
import { chunk } from '../../chunk.js';
import { AccessError, messageOf } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import { readCall } from './calls.js';
import { differences } from './differences.js';
import { explainWrite, isAboutRole } from './explain-role.js';
import { groupKind, type ScheduleWork } from './model.js';

type ScheduleChange = Change<ScheduleWork>;

/** Far below what Scheduler takes in a second. */
const atOnce = 8;

/**
 * Does what a plan says: the group first when it is made, and last when it goes. The first schedule is written alone, as
 * Scheduler tries the role with it: one that it can't take on stops the rest.
 */
export async function writeSchedules(
  scheduler: Scheduler,
  { changes }: Plan<ScheduleWork>,
  work: ApplyWork,
): Promise<void> {
  const group = groupOf(changes);
  if (group === undefined) return;
  const now = await schedulesNow(scheduler, group);
  if ('reason' in now) {
    for (const change of changes) work.report(outcomeOf(change, 'failed', now));
    return;
  }
  const batches = [...batchesOf(changes)];
  for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) {
    if (work.signal.aborted) return;
    work.update(batch.map(({ name }) => printable(name)).join(', '));
    const written = await Promise.all(batch.map((change) => writeOne(scheduler, change, now)));
    for (const { outcome } of written) work.report(outcome);
    const last = written.find(({ isLast }) => isLast);
    if (last === undefined) continue;
    // They would lack the same right.
    const access = last.outcome.access === true ? { access: true } : {};
    for (const change of batches.flat()) work.report(outcomeOf(change, 'not tried', access));
    return;
  }
}

/** By name, or why they can't be read: then nothing is sent. */
async function schedulesNow(
  scheduler: Scheduler,
  group: string,
): Promise<ReadonlyMap<string, Schedule> | { reason: string; access?: boolean }> {
  try {
    const found = (await scheduler.schedules(group)) ?? [];
    return new Map(found.map((one) => [one.name, one]));
  } catch (error) {
    return { reason: messageOf(error), ...(error instanceof AccessError ? { access: true } : {}) };
  }
}

/** The name of the group that a plan is about. */
export function groupOf(changes: readonly ScheduleChange[]): string | undefined {
  const [first] = changes;
  if (first === undefined) return undefined;
  const { work } = first;
  if (work.step === 'create group' || work.step === 'delete group') return work.group;
  return (work.step === 'delete' ? work.before : work.schedule).group;
}

function batchesOf(changes: readonly ScheduleChange[]): readonly (readonly ScheduleChange[])[] {
  const groups = changes.filter(({ kind }) => kind === groupKind);
  // What wakes comes first: an interruption must not leave only what puts to sleep.
  const [first, ...others] = changes
    .filter(({ kind }) => kind !== groupKind)
    .toSorted((one, other) => Number(wakes(other)) - Number(wakes(one)));
  const isEnd = ({ work }: ScheduleChange) => work.step === 'delete group';
  return [
    groups.filter((change) => !isEnd(change)),
    first === undefined ? [] : [first],
    ...chunk(others, atOnce),
    groups.filter(isEnd),
  ].filter((batch) => batch.length > 0);
}

function wakes({ work }: ScheduleChange): boolean {
  const isWritten = work.step === 'create' || work.step === 'update';
  return isWritten && readCall(work.schedule)?.direction === 'wake';
}

interface Written {
  readonly outcome: Outcome;
  /** What follows would fail in the same way, or must not be done any more. */
  readonly isLast: boolean;
}

/** What was sent is waited for even when the person interrupts, so that its outcome is known. */
async function writeOne(
  scheduler: Scheduler,
  change: ScheduleChange,
  now: ReadonlyMap<string, Schedule>,
): Promise<Written> {
  const { work } = change;
  const found = now.get(change.name);
  if (isDoneAlready(work, found)) return { outcome: outcomeOf(change, 'done'), isLast: false };
  const moved = whatMoved(work, found);
  if (moved !== undefined) return { outcome: outcomeOf(change, 'failed', { reason: moved }), isLast: false };
  try {
    const left = await send(scheduler, work);
    return left === undefined
      ? { outcome: outcomeOf(change, 'done'), isLast: false }
      : { outcome: outcomeOf(change, 'failed', { reason: left }), isLast: true };
  } catch (error) {
    const outcome = outcomeOfError(change, error);
    const isGroupMissing = work.step === 'create group' && outcome.status !== 'done';
    return { outcome, isLast: isAboutRole(error) || isGroupMissing };
  }
}

/**
 * A request whose answer was lost is sent once more: what it made is there by then, and what it deleted is gone. Of a
 * schedule that is there, reading it tells whose it is.
 */
function outcomeOfError(change: ScheduleChange, error: unknown): Outcome {
  const { step } = change.work;
  const isThere = error instanceof AwsError && error.code === 'ConflictException';
  if (step === 'create group' && isThere) return outcomeOf(change, 'done');
  if (step === 'create' && isThere) return outcomeOf(change, 'unknown', { reason: madeSince });
  const isGone = error instanceof AwsNotFoundError;
  if ((step === 'delete' || step === 'delete group') && isGone) return outcomeOf(change, 'done');
  const isUnknown = error instanceof AwsUnreachableError;
  return outcomeOf(change, isUnknown ? 'unknown' : 'failed', {
    reason: explainWrite(error, 'schedule' in change.work ? change.work.schedule.roleArn : ''),
    ...(error instanceof AccessError ? { access: true } : {}),
  });
}

const madeSince = 'somebody made it since the plan was made';

/** @returns why it wasn't sent */
async function send(scheduler: Scheduler, work: ScheduleWork): Promise<string | undefined> {
  switch (work.step) {
    case 'create group':
      await scheduler.createGroup(work.group, { 'exops:environment': work.environment });
      return undefined;
    case 'create':
      await scheduler.create(work.schedule);
      return undefined;
    case 'update':
      await scheduler.update(work.schedule);
      return undefined;
    case 'delete':
      await scheduler.delete(work.before.group, work.before.name);
      return undefined;
    case 'delete group': {
      // Deleting the group would take whatever is in it along.
      const rest = (await scheduler.schedules(work.group)) ?? [];
      if (rest.length > 0) return `it still holds ${rest.map(({ name }) => name).join(', ')}`;
      await scheduler.deleteGroup(work.group);
      return undefined;
    }
  }
}

/** By somebody else, who wanted the same. */
function isDoneAlready(work: ScheduleWork, now: Schedule | undefined): boolean {
  if (work.step === 'delete') return now === undefined;
  if (work.step !== 'create' && work.step !== 'update') return false;
  return now !== undefined && differences(now, work.schedule).length === 0;
}

/** Since the plan was made; undefined when nothing did. */
function whatMoved(work: ScheduleWork, now: Schedule | undefined): string | undefined {
  if (work.step === 'create' && now !== undefined) return madeSince;
  if (work.step !== 'update' && work.step !== 'delete') return undefined;
  if (now === undefined) return 'it was deleted since the plan was made';
  const isSame = differences(work.before, now).length === 0;
  return isSame ? undefined : 'somebody changed it since the plan was made';
}
