import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Target } from '../../change/plan-document.js';
import type { OutputFormat } from '../../change/scene.js';
import { writeDocument } from '../../terminal/document.js';
import { printable } from '../../terminal/printable.js';
import type { Terminal } from '../../terminal/terminal.js';
import { wrap } from '../../terminal/wrap.js';
import { sayShown } from './next-runs.js';
import { nextOfAll, type ReadSchedule, readSchedules } from './read-schedules.js';
import { scheduleDocument } from './schedule-document.js';
import { commonZone, scheduleRows, writeScheduleTable } from './schedule-table.js';

export interface ShownSchedules {
  readonly target: Target;
  readonly group: string;
  /** Undefined when there is no such group. */
  readonly schedules: readonly Schedule[] | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Writes what is scheduled: a table or a document on stdout, and what is next on stderr. */
export async function writeScheduleTo(
  { out, err }: Pick<Terminal, 'out' | 'err'>,
  output: OutputFormat,
  { target, group, schedules, now }: ShownSchedules,
): Promise<void> {
  const read = schedules === undefined ? undefined : readSchedules(schedules, now);
  if (output !== 'table') return writeDocument(out, output, scheduleDocument(target, group, read));
  if (read === undefined || read.length === 0) {
    err.line(`Nothing is scheduled (${group}). exops dev schedule set makes a schedule.`);
    return;
  }
  const zone = commonZone(read) ?? 'UTC';
  writeScheduleTable(out, scheduleRows(read, zone));
  for (const text of belowTable(read, zone)) err.line(wrap(printable(text), err.columns - 2).join('\n  '));
}

function belowTable(read: readonly ReadSchedule[], zone: string): readonly string[] {
  const next = nextOfAll(read).map(
    (run) => `${run.direction} ${sayShown(run.shown)}${run.zone === zone ? '' : ` ${run.zone}`}`,
  );
  const roles = [...new Set(read.map(({ schedule }) => schedule.roleArn))];
  return [
    next.length === 0 ? `Times are of ${zone}; none is to come.` : `Next, in ${zone}: ${next.join(', ')}`,
    `${roles.length === 1 ? 'Role' : 'Roles'}: ${roles.join(', ')}`,
  ];
}
