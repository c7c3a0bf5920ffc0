import { weekdayOf } from './next-runs.js';
import { minutesOfDay, type WeeklyTime } from './weekly-time.js';
import type { ZoneClock } from './zone-clock.js';

/** A time that a day hasn't got, since clocks go forward over it, or that comes twice, since they go back. */
export interface OddTime {
  readonly time: WeeklyTime;
  readonly kind: 'missing' | 'twice';
  /** What the clock would show. */
  readonly shown: number;
}

const day = 86_400_000;
const minute = 60_000;
const daysAhead = 366;

/** Those of these times that the changes of clocks within a year after `now` touch, in the order of days. */
export function oddTimes(times: readonly WeeklyTime[], clock: ZoneClock, now: number): readonly OddTime[] {
  return changesAfter(clock, now).flatMap(({ at, before, after }) => {
    const [from, to] = [at + Math.min(before, after), at + Math.max(before, after)];
    const kind = after > before ? 'missing' : 'twice';
    return times.flatMap((time) => shownWithin(time, from, to).map((shown) => ({ time, kind, shown })));
  });
}

interface ClockChange {
  readonly at: number;
  /** Of the clock to UTC, in milliseconds. */
  readonly before: number;
  readonly after: number;
}

function changesAfter(clock: ZoneClock, now: number): readonly ClockChange[] {
  const offsetAt = (instant: number) => clock.shownAt(instant) - instant;
  const start = Math.floor(now / minute) * minute;
  const instants = Array.from({ length: daysAhead }, (_, index) => start + index * day);
  return instants.flatMap((from): ClockChange[] => {
    const [before, after] = [offsetAt(from), offsetAt(from + day)];
    if (before === after) return [];
    return [{ at: firstWhere(from, from + day, (instant) => offsetAt(instant) !== before), before, after }];
  });
}

/** To the minute, by halves; it holds at `to` and from somewhere on. */
function firstWhere(from: number, to: number, holds: (instant: number) => boolean): number {
  let [no, yes] = [from, to];
  while (yes - no > minute) {
    const middle = no + Math.floor((yes - no) / 2 / minute) * minute;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

function shownWithin(time: WeeklyTime, from: number, to: number): readonly number[] {
  const dates = [...new Set([from, to].map((shown) => Math.floor(shown / day) * day))];
  return dates
    .map((date) => date + (time.minute % minutesOfDay) * minute)
    .filter((shown) => shown >= from && shown < to && time.days.includes(weekdayOf(shown)));
}
