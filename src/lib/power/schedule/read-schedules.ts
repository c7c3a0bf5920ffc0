import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Size } from '../model.js';
import type { Direction } from '../rules/order.js';
import { sleeperKinds } from '../sleep-entry.js';
import { readCall } from './calls.js';
import { readCron } from './cron.js';
import { readDescription } from './description.js';
import type { Resource } from './model.js';
import { byName } from './names.js';
import { nextRuns, type Run } from './next-runs.js';
import { sayResource } from './resource.js';
import { zoneClock } from './zone-clock.js';

/** A schedule as far as it can be understood. */
export interface ReadSchedule {
  readonly schedule: Schedule;
  /** Undefined when it does something else than put to sleep or wake. */
  readonly does:
    | { readonly direction: Direction; readonly resource: Resource; readonly label: string }
    | undefined;
  /** What it wakes to, or keeps for a wake by hand. */
  readonly size: Size | undefined;
  /** The first three; none when it is disabled, or its expression says more than days and a time. */
  readonly next: readonly Run[];
}

/** In the order of kinds and then of names. @param now milliseconds since the epoch */
export function readSchedules(schedules: readonly Schedule[], now: number): readonly ReadSchedule[] {
  const read = schedules.toSorted(byName).map((schedule) => readOne(schedule, now));
  return [...sleeperKinds, undefined].flatMap((kind) =>
    read.filter(({ does }) => does?.resource.kind === kind),
  );
}

function readOne(schedule: Schedule, now: number): ReadSchedule {
  const call = readCall(schedule);
  const described = readDescription(schedule.description);
  const size = call?.size ?? described?.wakesTo;
  if (call === undefined) return { schedule, does: undefined, size, next: [] };
  const { resource, direction } = call;
  const isOfIt = described?.label.includes(resource.name) === true;
  const label = isOfIt ? described.label : sayResource(resource);
  return { schedule, does: { direction, resource, label }, size, next: nextOf(schedule, direction, now) };
}

/** The next three of all of them, the earliest first, where those of one evening count as one. */
export function nextOfAll(read: readonly ReadSchedule[]): readonly (Run & { readonly zone: string })[] {
  const runs = read
    .flatMap(({ next, schedule }) => next.map((run) => ({ ...run, zone: schedule.timezone })))
    .sort((one, other) => one.at - other.at);
  return runs
    .filter(({ at, direction }, index) => {
      const before = runs.slice(0, index).findLast((one) => one.direction === direction);
      return before === undefined || at - before.at > sameEveningMs;
    })
    .slice(0, shown);
}

const shown = 3;
/** Stages of one sleep are minutes apart. */
const sameEveningMs = 3_600_000;

function nextOf(schedule: Schedule, direction: Direction, now: number): readonly Run[] {
  const time = readCron(schedule.expression);
  if (time === undefined || !schedule.isEnabled) return [];
  try {
    return nextRuns([{ direction, time }], zoneClock(schedule.timezone), now, shown);
  } catch (error) {
    // A zone that this version of Node doesn't know.
    if (error instanceof RangeError) return [];
    throw error;
  }
}
