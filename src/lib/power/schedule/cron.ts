import { cronDays, readCronDays } from './weekdays.js';
import type { WeeklyTime } from './weekly-time.js';

/**
 * `cron(0 19 ? * MON-FRI *)`: minutes, hours, day of month, month, day of week, year.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function cronOf({ days, minute }: WeeklyTime): string {
  return `cron(${minute % 60} ${Math.floor(minute / 60)} ? * ${cronDays(days)} *)`;
}

/** The time of such an expression, however its days are written; undefined for one that says more, or something else. */
export function readCron(expression: string): WeeklyTime | undefined {
  const [, minute, hour, ofMonth = '', ofWeek = ''] =
    /^cron\((\d{1,2}) (\d{1,2}) ([?*]) \* (\S+) \*\)$/.exec(expression.trim().replaceAll(/\s+/g, ' ')) ?? [];
  const days = readCronDays(ofWeek);
  // One of the two must be `?`, and only one.
  const isWhole = (ofMonth === '?') !== (ofWeek === '?');
  if (days === undefined || !isWhole || Number(minute) > 59 || Number(hour) > 23) return undefined;
  return { days, minute: Number(hour) * 60 + Number(minute) };
}
