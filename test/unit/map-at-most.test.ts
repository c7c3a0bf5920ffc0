import { expect, it } from 'vitest';
import { mapAtMost } from '../../src/lib/map-at-most.js';
import { failureOf, gauge, names } from './power/kinds/asking.js';

it('gives the results in the order of the items, ten at a time', async () => {
  const running = gauge();
  const ends: string[] = [];
  const items = names('item', 25);
  const results = await mapAtMost(10, items, undefined, (item) =>
    running.during(async () => {
      if (item === 'item-1') await new Promise((resolve) => setImmediate(resolve));
      ends.push(item);
      return item.toUpperCase();
    }),
  );
  expect(results).toEqual(items.map((item) => item.toUpperCase()));
  expect(ends[0]).not.toBe('item-1');
  expect(running.most()).toBe(10);
});

it('fails as the first that fails, and begins no more', async () => {
  let begun = 0;
  const work = mapAtMost(10, names('item', 25), undefined, async () => {
    begun += 1;
    throw new Error('refused');
  });
  expect((await failureOf(work)).message).toBe('refused');
  expect(begun).toBeLessThanOrEqual(10);
});

it('ends with the signal', async () => {
  const stop = new AbortController();
  const work = mapAtMost(10, names('item', 25), stop.signal, async () => stop.abort(new Error('stopped')));
  expect((await failureOf(work)).message).toBe('stopped');
});
