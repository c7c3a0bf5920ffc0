import type { Direction } from '../rules/order.js';
import { weekdays } from './weekdays.js';
import type { WeeklyTime } from './weekly-time.js';
import type { ZoneClock } from './zone-clock.js';

export interface TimedDirection {
  readonly direction: Direction;
  readonly time: WeeklyTime;
}

export interface Run {
  readonly direction: Direction;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** What the clock shows then. */
  readonly shown: number;
}

const day = 86_400_000;
const minute = 60_000;
/** A weekly time has come so often within these days, even if clocks jump over it once. */
const daysPerRun = 8;

/**
 * The next runs after `now`, the earliest first. As Scheduler does it: a time that a day hasn't got is left out, and one
 * that comes twice runs once.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function nextRuns(
  timed: readonly TimedDirection[],
  clock: ZoneClock,
  now: number,
  count: number,
): readonly Run[] {
  const today = Math.floor(clock.shownAt(now) / day) * day;
  const dates = Array.from({ length: (count + 1) * daysPerRun }, (_, index) => today + index * day);
  const runs = dates.flatMap((date) =>
    timed
      .filter(({ time }) => time.days.includes(weekdayOf(date)))
      .flatMap(({ direction, time }): Run[] => {
        const shown = date + time.minute * minute;
        const [at] = clock.instantsOf(shown);
        return at === undefined || at <= now ? [] : [{ direction, at, shown }];
      }),
  );
  return runs.sort((a, b) => a.at - b.at).slice(0, count);
}

/** Of a time that a clock shows. */
export function weekdayOf(shown: number): (typeof weekdays)[number] {
  // The first day of the epoch was a Thursday.
  const index = (((Math.floor(shown / day) + 3) % 7) + 7) % 7;
  return weekdays[index] ?? 'MON';
}

/** `Mon 23 Nov 08:00`, of what a clock shows. */
export function sayShown(shown: number): string {
  return `${sayDate(shown)} ${new Date(shown).toISOString().slice(11, 16)}`;
}

/** `Mon 23 Nov` */
export function sayDate(shown: number): string {
  const date = new Date(shown);
  const name = weekdayOf(shown);
  return `${name.charAt(0)}${name.slice(1).toLowerCase()} ${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
