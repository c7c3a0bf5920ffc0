import fc from 'fast-check';
import { weekdays } from '../../../../src/lib/power/schedule/weekdays.js';
import type { WeeklyTime } from '../../../../src/lib/power/schedule/weekly-time.js';

export const weeklyTime: fc.Arbitrary<WeeklyTime> = fc.record({
  days: fc.subarray([...weekdays], { minLength: 1 }),
  minute: fc.integer({ min: 0, max: 1_439 }),
});

export const weeklyTimes = fc.array(weeklyTime, { minLength: 1, maxLength: 4 });

/** With and without changes of clocks, by an hour and by half of one, at midnight too, and far from UTC. */
export const zone = fc.constantFrom(
  ...['Asia/Seoul', 'UTC', 'Europe/Berlin', 'America/New_York', 'America/Santiago', 'Africa/Cairo'],
  ...['Australia/Lord_Howe', 'Pacific/Kiritimati', 'Pacific/Apia', 'America/St_Johns', 'Asia/Kathmandu'],
);

/** Of this decade. */
export const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
