import { expect, test } from 'vitest';
import { inTurn } from '../../../src/lib/power/in-turn.js';

test('so many at a time, in their order, and a failure makes room', async () => {
  const turn = inTurn(2);
  const events: string[] = [];
  let running = 0;
  let most = 0;
  const work = (name: string) => async () => {
    running += 1;
    most = Math.max(most, running);
    events.push(name);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (name === 'b') throw new Error('b failed');
    return name;
  };
  const ends = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => turn(work(name))));
  expect(ends.map((end) => (end.status === 'fulfilled' ? end.value : end.reason.message))).toEqual([
    'a',
    'b failed',
    'c',
    'd',
  ]);
  expect([most, running, events]).toEqual([2, 0, ['a', 'b', 'c', 'd']]);
  expect(await turn(work('e'))).toBe('e');
});
