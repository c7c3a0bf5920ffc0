import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cronOf, readCron } from '../../../../src/lib/power/schedule/cron.js';
import { readTimes } from '../../../../src/lib/power/schedule/read-times.js';
import { sayTime } from '../../../../src/lib/power/schedule/weekly-time.js';
import { weeklyTime } from './arbitraries.js';

describe('cron expressions of Scheduler', () => {
  test.each([
    ['mon-fri 19:00', 'cron(0 19 ? * MON-FRI *)'],
    ['mon-fri 8:05', 'cron(5 8 ? * MON-FRI *)'],
    ['daily 00:00', 'cron(0 0 ? * * *)'],
    ['mon,wed 19:00', 'cron(0 19 ? * MON,WED *)'],
    ['weekends 10:00', 'cron(0 10 ? * SAT,SUN *)'],
    ['tue-sat 0:03', 'cron(3 0 ? * TUE-SAT *)'],
    // AWS's week begins on Sunday, and a range that passes its end is none.
    ['fri-sun 20:00', 'cron(0 20 ? * FRI,SAT,SUN *)'],
  ])('%s', (text, expression) => {
    const [time] = readTimes('--sleep', [text]);
    expect(time && cronOf(time)).toBe(expression);
  });

  test('read back to the same time', () => {
    fc.assert(
      fc.property(weeklyTime, (time) => {
        expect(readCron(cronOf(time))).toEqual(time);
      }),
    );
  });

  test('six fields, one ? and no range that ends on a Sunday', () => {
    fc.assert(
      fc.property(weeklyTime, (time) => {
        expect(cronOf(time)).toMatch(
          /^cron\(([0-9]|[1-5][0-9]) ([0-9]|1[0-9]|2[0-3]) \? \* (\*|[A-Z]{3}(,[A-Z]{3})*|[A-Z]{3}-(?!SUN)[A-Z]{3}) \*\)$/,
        );
      }),
    );
  });

  test.each([
    ['cron(0 19 ? * 2-6 *)', 'mon-fri 19:00'],
    ['cron(0 19 ? * 1 *)', 'sun 19:00'],
    ['cron(0 19 ? * MON-FRI *)', 'mon-fri 19:00'],
    ['cron(0  19 ? * mon-fri *)', 'mon-fri 19:00'],
    ['cron(30 7 * * ? *)', 'daily 07:30'],
    ['cron(30 7 ? * SUN,SAT *)', 'sat,sun 07:30'],
  ])('written by hand: %s', (expression, said) => {
    const time = readCron(expression);
    expect(time && sayTime(time)).toBe(said);
  });

  test.each([
    'cron(0 19 ? * MON-FRI 2026)',
    'cron(0 19 1 * ? *)',
    'cron(0 19 ? 1 MON *)',
    'cron(0 19,20 ? * MON *)',
    'cron(*/5 19 ? * MON *)',
    'cron(0 24 ? * MON *)',
    'cron(60 19 ? * MON *)',
    'cron(0 19 ? * MON#1 *)',
    'cron(0 19 * * * *)',
    'cron(0 19 ? * ? *)',
    'cron(0 19 ? * 8 *)',
    'rate(1 day)',
    'at(2026-11-20T19:00:00)',
    '',
  ])('says more, or something else: %s', (expression) => {
    expect(readCron(expression)).toBeUndefined();
  });
});
