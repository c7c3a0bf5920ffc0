import { describe, expect, test } from 'vitest';
import {
  formatMoment,
  readStateTransition,
  type StateTransition,
} from '../../../../src/lib/hosts/find/state-transition.js';

const evening = Date.UTC(2026, 10, 20, 19, 5, 11);

describe('the reason of a state transition', () => {
  test.each<[string | undefined, StateTransition]>([
    ['User initiated (2026-11-20 19:05:11 GMT)', { at: evening, why: 'User initiated' }],
    ['User initiated (2026-11-20 19:05:11 UTC)', { at: evening, why: 'User initiated' }],
    ['(2026-11-20 19:05:11 GMT)', { at: evening, why: undefined }],
    ['Server.SpotInstanceTermination', { at: undefined, why: 'Server.SpotInstanceTermination' }],
    ['User initiated (yesterday)', { at: undefined, why: 'User initiated (yesterday)' }],
    [
      'User initiated (2026-13-41 19:05:11 GMT)',
      { at: undefined, why: 'User initiated (2026-13-41 19:05:11 GMT)' },
    ],
    ['', { at: undefined, why: undefined }],
    [undefined, { at: undefined, why: undefined }],
  ])('%s', (text, transition) => {
    expect(readStateTransition(text)).toEqual(transition);
  });
});

describe('a moment', () => {
  const hour = 3_600_000;
  const day = 24 * hour;

  test.each<[string, number, string]>([
    ['just now', evening, 'Fri 19:05'],
    ['the clocks disagree', evening - hour, 'Fri 19:05'],
    ['some days ago', evening + 6 * day - 1, 'Fri 19:05'],
    ['so long ago that the weekday may be today', evening + 6 * day, '20 Nov 19:05'],
    ['months ago', evening + 299 * day, '20 Nov 19:05'],
    ['a year ago', evening + 365 * day, '20 Nov 2026'],
  ])('%s', (_, now, words) => {
    expect(formatMoment(evening, now, 'UTC')).toBe(words);
  });

  test('in local time, where it may be another day', () => {
    expect(formatMoment(evening, evening, 'Asia/Seoul')).toBe('Sat 04:05');
    expect(formatMoment(Date.UTC(2026, 10, 21, 0, 2), evening, 'UTC')).toBe('Sat 00:02');
  });
});
