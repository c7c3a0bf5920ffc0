import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Change } from '../../change/plan.js';
import { printable } from '../../terminal/printable.js';
import { readCall } from './calls.js';
import { readDescription } from './description.js';
import { fieldsGone, sayExpression } from './differences.js';
import { type ScheduleWork, scheduleKind } from './model.js';

/**
 * A schedule that goes. What is asleep by it stays so; where nothing else says what to wake it to, that is lost with it.
 * @param isSizeOnlyScheduled whether what it is for is at 0 now and has no record
 */
export function deletionOf(schedule: Schedule, isSizeOnlyScheduled: boolean): Change<ScheduleWork> {
  const size = readCall(schedule)?.size ?? readDescription(schedule.description)?.wakesTo;
  const isLosing = isSizeOnlyScheduled && size !== undefined;
  return {
    ...{ kind: scheduleKind, name: schedule.name, action: 'delete' },
    severity: isLosing ? 'destructive' : 'safe',
    // With this it can be made again.
    summary: printable(`${sayExpression(schedule.expression)} ${schedule.timezone}`),
    fields: fieldsGone(schedule),
    cautions: isLosing
      ? ['it is at 0 now, and only its schedules say what it wakes to: run exops dev wake first']
      : [],
    work: { step: 'delete', before: schedule },
  };
}
