import { describe, expect, test } from 'vitest';
import type { Sleeper, SleeperState } from '../../../../src/lib/power/model.js';
import { judge, recordOf } from '../../../../src/lib/power/rules/judge.js';
import type { Draft } from '../thing.js';
import { World } from '../world.js';

const hour = 3_600_000;
const at = '2026-11-20T19:02:11Z';
const recordedAt = Date.parse(at);
const record = (sizes: string) => `v=1 ${sizes} by=kim at=${at}`;

function judged(draft: Draft, over: Partial<Sleeper> = {}, now = recordedAt + hour) {
  const world = new World([draft]);
  const [sleeper] = world.sleepers();
  if (sleeper === undefined) throw new Error('an empty world');
  const { state, problem } = judge({ ...sleeper, ...over }, now);
  return problem === undefined ? state : `${state}: ${problem}`;
}

const group: Draft = { kind: 'nodegroup', name: 'spot', size: { min: 1, max: 4, desired: 2 } };
const database: Draft = { kind: 'rds', name: 'shop' };
const on = record('state=on');
const two = record('min=1 max=4 desired=2');

describe('without a record', () => {
  test.each<[SleeperState, string]>([
    ['awake', 'awake'],
    ['falling asleep', 'falling asleep'],
    ['asleep', 'stopped by others'],
    ['waking', 'waking'],
    ['busy', 'busy'],
    ['unusable', 'unusable: it is storage-full'],
  ])('%s', (state, standing) => {
    expect(judged(database, { state, ...(state === 'unusable' ? { status: 'storage-full' } : {}) })).toBe(
      standing,
    );
  });

  test('what is wrong is said in the words of the system', () => {
    expect(judged(group, { state: 'unusable', trouble: 'AsgInstanceLaunchFailures: no capacity' })).toBe(
      'unusable: AsgInstanceLaunchFailures: no capacity',
    );
  });
});

describe('with a record', () => {
  test.each<[SleeperState, string]>([
    ['awake', 'half-done'],
    ['falling asleep', 'falling asleep'],
    ['asleep', 'asleep'],
    ['waking', 'waking'],
    ['busy', 'busy'],
  ])('%s', (state, standing) => {
    expect(judged({ ...database, record: on }, { state })).toBe(standing);
  });

  test('what is awake with one is half-done, however young that is', () => {
    expect(judged({ ...database, record: on }, {}, recordedAt + 1_000)).toBe('half-done');
    expect(judged({ ...database, record: on }, {}, recordedAt + 600_000)).toBe('half-done');
  });

  test.each([
    ['asleep', { desired: 0, min: 0, max: 4 }, 'asleep', 'asleep'],
    ['on its way down', { desired: 0, min: 0, max: 4 }, 'falling asleep', 'falling asleep'],
    ['as recorded', { desired: 2, min: 1, max: 4 }, 'awake', 'half-done'],
    ['the most is not compared', { desired: 2, min: 1, max: 9 }, 'awake', 'half-done'],
    [
      'another number',
      { desired: 3, min: 1, max: 4 },
      'awake',
      'drifted: its record says 2 (min 1, max 4), and it is 3 (min 1, max 4) now',
    ],
    [
      'another least',
      { desired: 2, min: 0, max: 4 },
      'waking',
      'drifted: its record says 2 (min 1, max 4), and it is 2 (min 0, max 4) now',
    ],
    [
      'a most that is too small',
      { desired: 0, min: 0, max: 1 },
      'asleep',
      'drifted: its record says 2 (min 1, max 4), and its max is 1 now',
    ],
  ] as const)('of a size: %s', (_, size, state, standing) => {
    expect(judged({ ...group, record: two }, { size, state })).toBe(standing);
  });

  test.each<[string, SleeperState, number, string]>([
    ['after seven days', 'awake', 168, 'half-done: AWS started it by itself, as it does after 7 days'],
    ['while it starts', 'waking', 168, 'waking: AWS started it by itself, as it does after 7 days'],
    ['before', 'awake', 167, 'half-done'],
    ['asleep again', 'asleep', 168, 'asleep'],
  ])('a database that started itself: %s', (_, state, hours, standing) => {
    expect(judged({ ...database, record: on }, { state }, recordedAt + hours * hour)).toBe(standing);
  });

  test('what is no database does not start itself', () => {
    expect(judged({ kind: 'ec2', name: 'kafka', record: on }, {}, recordedAt + 200 * hour)).toBe('half-done');
  });

  test.each([
    ['nonsense', 'unusable: it does not begin with v=1'],
    [record('desired=0'), 'unusable: it would wake to nothing (desired=0)'],
    [on, 'unusable: it does not say what to wake to (desired=…)'],
  ])('%j', (text, standing) => {
    expect(judged({ ...group, record: text }, { state: 'asleep' })).toBe(standing);
  });

  test('sizes on what is only on or off do no harm', () => {
    expect(judged({ ...database, record: two }, { state: 'asleep' })).toBe('asleep');
  });
});

test('a record is read with the size of what bears it', () => {
  expect(recordOf({ record: undefined, size: undefined })).toBeUndefined();
  expect(recordOf({ record: on, size: undefined })).toEqual({ size: undefined, by: 'kim', at: recordedAt });
  expect(recordOf({ record: on, size: { desired: 2 } })).toEqual({
    problem: 'it does not say what to wake to (desired=…)',
  });
});
