import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { oddTimes } from '../../../../src/lib/power/schedule/clock-changes.js';
import { nextRuns, sayDate, sayShown, weekdayOf } from '../../../../src/lib/power/schedule/next-runs.js';
import { readTimes } from '../../../../src/lib/power/schedule/read-times.js';
import { sayTime, type WeeklyTime } from '../../../../src/lib/power/schedule/weekly-time.js';
import { type ZoneClock, zoneClock } from '../../../../src/lib/power/schedule/zone-clock.js';
import { instant, weeklyTimes, zone } from './arbitraries.js';
import { noon } from './builders.js';

const minute = 60_000;
const day = 86_400_000;

function timed(sleep: string, wake: string) {
  return [
    ...readTimes('--sleep', [sleep]).map((time) => ({ direction: 'sleep' as const, time })),
    ...readTimes('--wake', [wake]).map((time) => ({ direction: 'wake' as const, time })),
  ];
}

function said(zoneName: string, now: number, sleep: string, wake: string, count = 3) {
  return nextRuns(timed(sleep, wake), zoneClock(zoneName), now, count).map(
    ({ direction, shown }) => `${direction} ${sayShown(shown)}`,
  );
}

/** The first minute of these at which it is one of the times; the second of two equal ones is none. */
function byMinute(times: readonly WeeklyTime[], clock: ZoneClock, from: number, to: number) {
  for (let at = from; at <= to; at += minute) {
    const shown = clock.shownAt(at);
    const isTime = times.some(
      (time) => time.days.includes(weekdayOf(shown)) && (shown % day) / minute === time.minute,
    );
    if (isTime && clock.instantsOf(shown)[0] === at) return at;
  }
  return undefined;
}

describe('the next runs', () => {
  test('of a week, by the clock there', () => {
    expect(said('Asia/Seoul', noon, 'mon-fri 19:00', 'mon-fri 08:00')).toEqual([
      'sleep Fri 20 Nov 19:00',
      'wake Mon 23 Nov 08:00',
      'sleep Mon 23 Nov 19:00',
    ]);
  });

  test('are instants, and a run of this very moment is over', () => {
    const seven = Date.UTC(2026, 10, 20, 10);
    const [first] = nextRuns(timed('fri 19:00', 'mon 8:00'), zoneClock('Asia/Seoul'), seven - 1, 3);
    expect(first?.at).toBe(seven);
    const [second] = nextRuns(timed('fri 19:00', 'mon 8:00'), zoneClock('Asia/Seoul'), seven, 3);
    expect(second?.direction).toBe('wake');
  });

  test('of a single time a week', () => {
    const only = timed('sat 02:00', 'sat 02:00').slice(0, 1);
    const runs = nextRuns(only, zoneClock('UTC'), noon, 3);
    expect(runs.map(({ shown }) => sayDate(shown))).toEqual(['Sat 21 Nov', 'Sat 28 Nov', 'Sat 5 Dec']);
  });

  test('leave out a time that a day has not got', () => {
    const before = Date.UTC(2027, 2, 27);
    expect(said('Europe/Berlin', before, 'sun 02:30', 'sun 09:00')).toEqual([
      'wake Sun 28 Mar 09:00',
      'sleep Sun 4 Apr 02:30',
      'wake Sun 4 Apr 09:00',
    ]);
  });

  test('have a time that comes twice once', () => {
    const before = Date.UTC(2027, 9, 30, 12);
    expect(said('Europe/Berlin', before, 'sun 02:30', 'sun 09:00')).toEqual([
      'sleep Sun 31 Oct 02:30',
      'wake Sun 31 Oct 09:00',
      'sleep Sun 7 Nov 02:30',
    ]);
  });

  test('are as many as asked for, in order, after now, and at one of the times', () => {
    fc.assert(
      fc.property(zone, instant, weeklyTimes, (name, now, times) => {
        const clock = zoneClock(name);
        const runs = nextRuns(
          times.map((time) => ({ direction: 'sleep', time })),
          clock,
          now,
          3,
        );
        expect(runs).toHaveLength(3);
        expect(runs.every(({ at }) => at > now)).toBe(true);
        expect(runs.map(({ at }) => at)).toEqual(runs.map(({ at }) => at).sort((a, b) => a - b));
        for (const { at, shown } of runs) {
          expect(clock.shownAt(at)).toBe(shown);
          const isOneOfThem = times.some(
            (time) =>
              time.days.includes(weekdayOf(shown)) && (((shown % day) + day) % day) / minute === time.minute,
          );
          expect(isOneOfThem).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('miss none, as going through every minute shows', () => {
    fc.assert(
      fc.property(zone, instant, weeklyTimes, (name, now, times) => {
        const clock = zoneClock(name);
        const timed = times.map((time) => ({ direction: 'sleep' as const, time }));
        const at = nextRuns(timed, clock, now, 1)[0]?.at ?? 0;
        const start = (Math.floor(now / minute) + 1) * minute;
        const until = Math.min(at, start + day);
        const found = byMinute(times, clock, start, until);
        expect(found ?? at).toBe(at);
        expect(found === undefined && at < start + day).toBe(false);
      }),
      { numRuns: 15 },
    );
  });
});

describe('times that changes of clocks touch', () => {
  const odd = (zoneName: string, text: string) =>
    oddTimes(readTimes('--sleep', [text]), zoneClock(zoneName), noon).map(
      ({ time, kind, shown }) => `${sayTime(time)} ${kind} ${sayShown(shown)}`,
    );

  test.each([
    [
      'Europe/Berlin',
      'sun 02:30',
      ['sun 02:30 missing Sun 28 Mar 02:30', 'sun 02:30 twice Sun 31 Oct 02:30'],
    ],
    [
      'Europe/Berlin',
      'sun 02:00',
      ['sun 02:00 missing Sun 28 Mar 02:00', 'sun 02:00 twice Sun 31 Oct 02:00'],
    ],
    ['Europe/Berlin', 'sun 01:59, sun 03:00', []],
    ['Europe/Berlin', 'mon-sat 02:30', []],
    ['Europe/Berlin', 'mon-fri 19:00', []],
    ['Asia/Seoul', 'daily 02:30', []],
    ['America/New_York', 'daily 02:15', ['daily 02:15 missing Sun 14 Mar 02:15']],
    ['America/New_York', 'daily 01:15', ['daily 01:15 twice Sun 7 Nov 01:15']],
    ['Australia/Lord_Howe', 'sun 02:15', ['sun 02:15 missing Sun 3 Oct 02:15']],
    ['Australia/Lord_Howe', 'sun 02:45', []],
    ['America/Santiago', 'sun 00:30', ['sun 00:30 missing Sun 5 Sep 00:30']],
    ['America/Santiago', 'sat 23:30', ['sat 23:30 twice Sat 3 Apr 23:30']],
  ])('%s %s', (zoneName, text, expected) => {
    expect(odd(zoneName, text)).toEqual(expected);
  });

  test('are just those that no instant shows, or two', () => {
    fc.assert(
      fc.property(zone, instant, weeklyTimes, (name, now, times) => {
        const clock = zoneClock(name);
        for (const { kind, shown, time } of oddTimes(times, clock, now)) {
          expect(clock.instantsOf(shown)).toHaveLength(kind === 'missing' ? 0 : 2);
          expect(time.days).toContain(weekdayOf(shown));
        }
      }),
      { numRuns: 30 },
    );
  });
});
