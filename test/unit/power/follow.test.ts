import { describe, expect, test } from 'vitest';
import { AwsError, AwsUnreachableError } from '../../../src/lib/aws/aws-errors.js';
import { AccessError } from '../../../src/lib/errors.js';
import { followKind, pauseMs, type Readings } from '../../../src/lib/power/follow.js';
import type { Sleeper } from '../../../src/lib/power/model.js';
import type { Draft } from './thing.js';
import { VirtualClock } from './virtual-clock.js';
import { World } from './world.js';

const drafts: readonly Draft[] = ['a', 'b', 'c'].map((name) => ({ kind: 'rds', name }));

function following(read?: (sleepers: readonly Sleeper[]) => readonly Sleeper[]) {
  const world = new World(drafts);
  const clock = new VirtualClock(0);
  const asked: { readonly at: number; readonly names: readonly string[] }[] = [];
  const stop = new AbortController();
  const port = {
    read: async (sleepers: readonly Sleeper[]) => {
      asked.push({ at: clock.now(), names: sleepers.map(({ name }) => name) });
      return read === undefined ? world.sleepers() : read(sleepers);
    },
  };
  const readings = followKind(port, { clock, firstPollMs: 1_000 }, stop.signal);
  return { world, clock, asked, stop, readings, sleepers: world.sleepers() };
}

/** Reads one so many times. */
async function looks(readings: Readings, sleeper: Sleeper, times: number, since = 0): Promise<void> {
  for (let look = 0; look < times; look += 1) await readings.next(sleeper, since);
}

test('all that are waited for at a time are read at once', async () => {
  const { readings, sleepers, asked } = following();
  await Promise.all(sleepers.map((sleeper) => looks(readings, sleeper, 3)));
  expect(asked).toEqual([
    { at: 1_000, names: ['a', 'b', 'c'] },
    { at: 2_000, names: ['a', 'b', 'c'] },
    { at: 3_000, names: ['a', 'b', 'c'] },
  ]);
});

test('who comes later joins, and nobody is read for whom nobody waits', async () => {
  const { readings, sleepers, asked, clock } = following();
  const [a, b] = sleepers;
  if (a === undefined || b === undefined) throw new Error('an empty world');
  const late = clock.sleep(1_500).then(() => looks(readings, b, 2));
  await Promise.all([looks(readings, a, 2), late]);
  expect(asked.map(({ names }) => names.join())).toEqual(['a', 'a,b', 'b']);
});

test('one that is gone', async () => {
  const { readings, sleepers } = following((all) => all.filter(({ name }) => name !== 'b'));
  const read = await Promise.all(sleepers.map((sleeper) => readings.next(sleeper, 0)));
  expect(read.map((one) => one?.name)).toEqual(['a', undefined, 'c']);
});

test.each([
  [0, 1_000],
  [39_000, 1_000],
  [60_000, 1_500],
  [600_000, 15_000],
  [3_600_000, 30_000],
])('after %i ms the pause is %i ms', (waited, pause) => {
  expect(pauseMs(waited, 1_000)).toBe(pause);
});

test('the pauses grow with the wait of the one that began last', async () => {
  const { readings, sleepers, asked, clock } = following();
  const [a] = sleepers;
  if (a === undefined) throw new Error('an empty world');
  clock.pass(100_000);
  await looks(readings, a, 2);
  await looks(readings, a, 1, 105_000);
  expect(asked.map(({ at }) => at)).toEqual([102_500, 105_062.5, 106_062.5]);
});

describe('a service that does not answer', () => {
  const failing = (error: Error, times: number) => {
    let left = times;
    return following((all) => {
      left -= 1;
      if (left >= 0) throw error;
      return all;
    });
  };

  test('may do so for a while', async () => {
    const { readings, sleepers, asked } = failing(new AwsUnreachableError('rds', 'no answer'), 5);
    const read = await Promise.all(sleepers.map((sleeper) => readings.next(sleeper, 0)));
    expect([read.length, asked.length]).toEqual([3, 6]);
  });

  test('is given up after a minute', async () => {
    const { readings, sleepers, clock } = failing(new AwsUnreachableError('rds', 'no answer'), 1_000);
    const [a] = sleepers;
    if (a === undefined) throw new Error('an empty world');
    await expect(readings.next(a, 0)).rejects.toThrow('no answer');
    expect(clock.now()).toBeGreaterThanOrEqual(61_000);
  });

  test.each([new AccessError('you may not'), new AwsError('InvalidParameter', 'what?')])(
    'says no: %s',
    async (error) => {
      const { readings, sleepers, asked } = failing(error, 1);
      const read = await Promise.allSettled(sleepers.map((sleeper) => readings.next(sleeper, 0)));
      expect(read.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(asked).toHaveLength(1);
    },
  );
});

test('an interruption ends every wait', async () => {
  const { readings, sleepers, stop, asked } = following();
  const waits = sleepers.map((sleeper) => readings.next(sleeper, 0));
  stop.abort(new Error('Interrupted.'));
  const ends = await Promise.allSettled(waits);
  expect(ends.every((end) => end.status === 'rejected' && end.reason.message === 'Interrupted.')).toBe(true);
  expect(asked).toEqual([]);
});
