import { laterDay, sayDays, sortDays, type Weekday } from './weekdays.js';

/** A time of day on some days of every week, by the clock on the wall. */
export interface WeeklyTime {
  /** At least one, each once, from Monday on. */
  readonly days: readonly Weekday[];
  /** Of the day, from 0 to 1439. */
  readonly minute: number;
}

export const minutesOfDay = 1_440;

/** The same so many minutes later by the clock, which may be the next day. */
export function later({ days, minute }: WeeklyTime, minutes: number): WeeklyTime {
  const sum = minute + minutes;
  const over = Math.floor(sum / minutesOfDay);
  return { days: sortDays(days.map((day) => laterDay(day, over))), minute: sum - over * minutesOfDay };
}

/** Times of one minute become one, and they stand in the order of the day. */
export function mergeTimes(times: readonly WeeklyTime[]): readonly WeeklyTime[] {
  const minutes = [...new Set(times.map(({ minute }) => minute))].sort((a, b) => a - b);
  return minutes.map((minute) => ({
    minute,
    days: sortDays(times.filter((time) => time.minute === minute).flatMap(({ days }) => days)),
  }));
}

/** `mon-fri 19:00` */
export function sayTime({ days, minute }: WeeklyTime): string {
  return `${sayDays(days)} ${sayMinute(minute)}`;
}

/** `mon-fri 19:00, sat 14:00` */
export function sayTimes(times: readonly WeeklyTime[]): string {
  return times.map(sayTime).join(', ');
}

/** `07:05` */
export function sayMinute(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
