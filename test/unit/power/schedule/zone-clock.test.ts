import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../../src/lib/errors.js';
import { readTimeZone, zoneClock } from '../../../../src/lib/power/schedule/zone-clock.js';
import { instant, zone } from './arbitraries.js';

const hour = 3_600_000;

describe('the clock of a zone', () => {
  test('shows what clocks there show', () => {
    expect(new Date(zoneClock('Asia/Seoul').shownAt(Date.UTC(2026, 10, 20, 3, 5, 7, 89))).toISOString()).toBe(
      '2026-11-20T12:05:07.089Z',
    );
    expect(new Date(zoneClock('Asia/Kathmandu').shownAt(0)).toISOString()).toBe('1970-01-01T05:30:00.000Z');
  });

  test('a time that clocks jump over never comes', () => {
    // Berlin, 28 March 2027: from 02:00 to 03:00.
    const clock = zoneClock('Europe/Berlin');
    expect(clock.instantsOf(Date.UTC(2027, 2, 28, 2, 30))).toEqual([]);
    expect(clock.instantsOf(Date.UTC(2027, 2, 28, 2, 0))).toEqual([]);
    expect(clock.instantsOf(Date.UTC(2027, 2, 28, 3, 0))).toEqual([Date.UTC(2027, 2, 28, 1)]);
    expect(clock.instantsOf(Date.UTC(2027, 2, 28, 1, 59))).toEqual([Date.UTC(2027, 2, 28, 0, 59)]);
  });

  test('a time of the hour that comes again comes twice', () => {
    // Berlin, 31 October 2027: from 03:00 back to 02:00.
    const clock = zoneClock('Europe/Berlin');
    const first = Date.UTC(2027, 9, 31, 0, 30);
    expect(clock.instantsOf(Date.UTC(2027, 9, 31, 2, 30))).toEqual([first, first + hour]);
    expect(clock.instantsOf(Date.UTC(2027, 9, 31, 3, 0))).toEqual([Date.UTC(2027, 9, 31, 2)]);
  });

  test('a date that a place has left out altogether', () => {
    // Apia went over the date line: there was no 30 December 2011.
    expect(zoneClock('Pacific/Apia').instantsOf(Date.UTC(2011, 11, 30, 12))).toEqual([]);
  });

  test('every instant is found by what the clock shows at it', () => {
    fc.assert(
      fc.property(zone, instant, (name, at) => {
        const clock = zoneClock(name);
        expect(clock.instantsOf(clock.shownAt(at))).toContain(at);
      }),
    );
  });

  test('and what is found shows just that', () => {
    fc.assert(
      fc.property(zone, instant, (name, shown) => {
        const clock = zoneClock(name);
        for (const at of clock.instantsOf(shown)) expect(clock.shownAt(at)).toBe(shown);
      }),
    );
  });
});

describe('names of zones', () => {
  test.each([
    ['Asia/Seoul', 'Asia/Seoul'],
    ['asia/seoul', 'Asia/Seoul'],
    ['UTC', 'UTC'],
    ['utc', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['America/Port-au-Prince', 'America/Port-au-Prince'],
    ['Etc/GMT+5', 'Etc/GMT+5'],
  ])('%s', (typed, name) => {
    expect(readTimeZone(typed)).toBe(name);
  });

  const hint = 'Give an IANA name, such as Asia/Seoul, Europe/Berlin or UTC.';

  test.each([
    ['Asia/Seol', '--timezone "Asia/Seol": there is no such time zone (did you mean "Asia/Seoul"?).'],
    ['+09:00', '--timezone "+09:00": there is no such time zone.'],
    ['', '--timezone "": there is no such time zone.'],
    ['Nowhere', '--timezone "Nowhere": there is no such time zone.'],
    ['Asia/Seoul\n', '--timezone "Asia/Seoul\\n": there is no such time zone (did you mean "Asia/Seoul"?).'],
  ])('%j is none', (typed, message) => {
    expect(() => readTimeZone(typed)).toThrow(new UsageError(message, { hint }));
  });
});
