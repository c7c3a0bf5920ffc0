import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/lib/errors.js';
import { readTimes } from '../../../../src/lib/power/schedule/read-times.js';
import { sayDays, weekdays } from '../../../../src/lib/power/schedule/weekdays.js';
import { later, mergeTimes, sayTimes } from '../../../../src/lib/power/schedule/weekly-time.js';
import { weeklyTime, weeklyTimes } from './arbitraries.js';

const said = (...texts: string[]) => sayTimes(readTimes('--sleep', texts));

describe('days and times', () => {
  test.each([
    ['mon-fri 19:00', 'mon-fri 19:00'],
    ['Mon-Fri 19:00', 'mon-fri 19:00'],
    ['monday 7:30', 'mon 07:30'],
    ['daily 22:30', 'daily 22:30'],
    ['weekdays 19:00', 'mon-fri 19:00'],
    ['weekends 10:00', 'sat,sun 10:00'],
    ['mon,wed 19:00', 'mon,wed 19:00'],
    ['wed, mon 19:00', 'mon,wed 19:00'],
    ['fri-mon 20:00', 'mon,fri,sat,sun 20:00'],
    ['fri-sun 20:00', 'fri-sun 20:00'],
    ['mon-sun 00:00', 'daily 00:00'],
    ['mon-fri 19:00, sat 14:00', 'sat 14:00, mon-fri 19:00'],
    ['mon-fri 12:00,19:00', 'mon-fri 12:00, mon-fri 19:00'],
    ['mon-fri 19:00, sat 19:00', 'mon-sat 19:00'],
    ['mon 19:00 mon 19:00', 'mon 19:00'],
    ['mon 23:59', 'mon 23:59'],
  ])('%s', (text, expected) => {
    expect(said(text)).toBe(expected);
  });

  test('a flag that is repeated', () => {
    expect(said('mon-thu 19:00', 'fri 17:30')).toBe('fri 17:30, mon-thu 19:00');
    expect(said()).toBe('');
  });

  test('what is said can be read, and means the same', () => {
    fc.assert(
      fc.property(weeklyTimes, (times) => {
        const merged = mergeTimes(times);
        expect(readTimes('--sleep', [sayTimes(merged)])).toEqual(merged);
      }),
    );
  });
});

describe('what is none', () => {
  const hint = "Write it as 'mon-fri 19:00', 'daily 22:30' or 'mon,wed 19:00, sat 14:00'.";

  test.each([
    ['', '--sleep is empty.'],
    [' , ', '--sleep is empty.'],
    ['19:00', '--sleep "19:00": on which days? For every day: daily 19:00.'],
    ['mon-fri', '--sleep "mon-fri": mon-fri has no time behind it.'],
    ['mon 19:00, sat', '--sleep "mon 19:00, sat": sat has no time behind it.'],
    [
      'mon-fry 19:00',
      '--sleep "mon-fry 19:00": mon-fry is neither days nor a time (did you mean "mon-fri"?).',
    ],
    ['mon-wed-fri 1:00', '--sleep "mon-wed-fri 1:00": mon-wed-fri is neither days nor a time.'],
    ['mon- 1:00', '--sleep "mon- 1:00": mon- is neither days nor a time (did you mean "mon"?).'],
    ['mon 24:00', '--sleep "mon 24:00": 24:00 is no time of day: they go from 00:00 to 23:59.'],
    ['mon 19:60', '--sleep "mon 19:60": 19:60 is no time of day: they go from 00:00 to 23:59.'],
    ['mon 7pm', '--sleep "mon 7pm": 7pm is no time of day here: write it in 24 hours, as 19:00.'],
    ['mon 7:30am', '--sleep "mon 7:30am": 7:30am is no time of day here: write it in 24 hours, as 19:00.'],
    ['mon 19', '--sleep "mon 19": 19 is no time of day: write it in 24 hours, as 19:00.'],
    ['mon 1900', '--sleep "mon 1900": 1900 is no time of day: write it in 24 hours, as 19:00.'],
    ['constructor 19:00', '--sleep "constructor 19:00": constructor is neither days nor a time.'],
    ['\u001b[2J 19:00', '--sleep "\\u001b[2J 19:00": \\x1b[2J is neither days nor a time.'],
  ])('%j', (text, message) => {
    expect(() => said(text)).toThrow(new UsageError(message, { hint }));
  });

  test('anything else ends as a usage error and never as a time', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          for (const { minute, days } of readTimes('--wake', [text])) {
            expect(minute).toBeGreaterThanOrEqual(0);
            expect(minute).toBeLessThan(1_440);
            expect(days.length).toBeGreaterThan(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});

describe('later', () => {
  test('over midnight it is another day', () => {
    const [time] = readTimes('--sleep', ['mon-fri 23:58']);
    expect(sayTimes([later(time ?? { days: [], minute: 0 }, 5)])).toBe('tue-sat 00:03');
  });

  test('and back is the same time', () => {
    fc.assert(
      fc.property(weeklyTime, fc.integer({ min: 0, max: 20_000 }), (time, minutes) => {
        expect(later(later(time, minutes), -minutes)).toEqual(time);
      }),
    );
  });
});

test('every set of days has a name that reads back', () => {
  fc.assert(
    fc.property(fc.subarray([...weekdays], { minLength: 1 }), (days) => {
      const [time] = readTimes('--sleep', [`${sayDays(days)} 0:00`]);
      expect(time?.days).toEqual(days);
    }),
  );
});
