import { expect, test } from 'vitest';
import { once } from '../../../src/lib/aws/once.js';

test('the work is done once for all who ask', async () => {
  let done = 0;
  const work = once(async () => ++done);
  expect(done).toBe(0);
  expect(await Promise.all([work(), work()])).toEqual([1, 1]);
  expect(await work()).toBe(1);
});

test('all who wait hear of a failure, and the next one tries again', async () => {
  let done = 0;
  const work = once(async () => {
    if (++done === 1) throw new Error('first');
    return done;
  });
  expect(await Promise.allSettled([work(), work()])).toMatchObject([
    { reason: { message: 'first' } },
    { reason: { message: 'first' } },
  ]);
  expect(await work()).toBe(2);
});
