import { describe, expect, test } from 'vitest';
import { readWakesTo, wishedSize } from '../../../../src/lib/power/rules/wakes-to.js';
import { failureOf } from '../../config/failure.js';

test('names and sizes', () => {
  expect([...readWakesTo(['web=2', 'nodegroup spot=1/3', 'i-0abc=on', 'a=b=4'])]).toEqual([
    ['web', { desired: 2 }],
    ['nodegroup spot', { desired: 3, min: 1 }],
    ['i-0abc', 'on'],
    ['a=b', { desired: 4 }],
  ]);
});

test.each([
  [['web'], '--wakes-to: expected NAME=DESIRED, NAME=MIN/DESIRED or NAME=on, got "web".'],
  [['web='], '--wakes-to: expected NAME=DESIRED, NAME=MIN/DESIRED or NAME=on, got "web=".'],
  [['=2'], '--wakes-to: expected NAME=DESIRED, NAME=MIN/DESIRED or NAME=on, got "=2".'],
  [['web=-1'], '--wakes-to: expected NAME=DESIRED, NAME=MIN/DESIRED or NAME=on, got "web=-1".'],
  [['web=1/2/3'], '--wakes-to: expected NAME=DESIRED, NAME=MIN/DESIRED or NAME=on, got "web=1/2/3".'],
  [['web=0'], '--wakes-to web=0: 0 is asleep.'],
  [['web=3/2'], "--wakes-to web=3/2: the least can't be more than what is wanted."],
  [['web=2', 'web=3'], '--wakes-to names "web" twice.'],
])('%j is refused', async (texts, message) => {
  const error = await failureOf(() => readWakesTo(texts));
  expect(error).toMatchObject({ message, exitCode: 2 });
});

describe('what is meant for one', () => {
  test.each([
    ['on', undefined, { size: undefined }],
    [{ desired: 2 }, { desired: 0, min: 0, max: 4 }, { size: { desired: 2, min: 0, max: 4 } }],
    [{ desired: 2, min: 1 }, { desired: 0, min: 0, max: 4 }, { size: { desired: 2, min: 1, max: 4 } }],
    // A least that stayed behind may not be more than what is wanted.
    [{ desired: 1 }, { desired: 0, min: 3, max: 4 }, { size: { desired: 1, min: 1, max: 4 } }],
    [{ desired: 2 }, { desired: 0 }, { size: { desired: 2 } }],
    [{ desired: 2 }, undefined, { problem: '--wakes-to: it is only on or off, so write on' }],
    ['on', { desired: 0 }, { problem: '--wakes-to: it has a size, so write how many' }],
    [{ desired: 2, min: 1 }, { desired: 0 }, { problem: '--wakes-to: it has no least number' }],
    [{ desired: 5 }, { desired: 0, max: 4 }, { problem: '--wakes-to: 5 is more than its most, 4' }],
  ] as const)('%j of %j', (wish, now, meant) => {
    expect(wishedSize(wish, now)).toEqual(meant);
  });
});
