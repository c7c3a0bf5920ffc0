import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Change } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import { readCall } from './calls.js';
import { readDescription } from './description.js';
import { fieldsGone, sayExpression } from './differences.js';
import { type ScheduleWork, scheduleKind } from './model.js';

export type OnlyWord = 'at 0' | 'not listed';

const cautions: Readonly<Record<OnlyWord, string>> = {
  'at 0': 'it is at 0 now, and only its schedules say what it wakes to: run exops dev wake first',
  'not listed':
    "it isn't in the sleep list, so that nobody looked whether it is at 0 now: only its schedules say what it wakes to",
};

/**
 * A schedule that goes. What is asleep by it stays so; where nothing else says what to wake it to, that is lost with it.
 * @param onlyWord why nothing else may say it: what it is for is at 0 now and has no record, or nobody looked
 */
export function deletionOf(schedule: Schedule, onlyWord: OnlyWord | undefined): Change<ScheduleWork> {
  const size = readCall(schedule)?.size ?? readDescription(schedule.description)?.wakesTo;
  const isLosing = onlyWord !== undefined && size !== undefined;
  return {
    ...{ kind: scheduleKind, name: schedule.name, action: 'delete' },
    severity: isLosing ? 'destructive' : 'safe',
    // With this it can be made again.
    summary: printable(`${sayExpression(schedule.expression)} ${schedule.timezone}`),
    fields: fieldsGone(schedule),
    cautions: isLosing ? [cautions[onlyWord]] : [],
    work: { step: 'delete', before: schedule },
  };
}
