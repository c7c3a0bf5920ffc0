import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atMost } from '../../src/lib/at-most.js';

const never = new AbortController().signal;
const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('work for many', () => {
  test('is done for each, in order, never for more than so many at a time', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 3 })),
        async (most, items) => {
          const begun: number[] = [];
          let running = 0;
          await atMost(most, items, never, async (ticks, index) => {
            begun.push(index);
            running += 1;
            expect(running).toBeLessThanOrEqual(most);
            for (let count = 0; count < ticks; count += 1) await tick();
            running -= 1;
          });
          expect(begun).toEqual(items.map((_, index) => index));
        },
      ),
    );
  });

  test('ends with the first failure: the others are told, and none begins', async () => {
    const begun: string[] = [];
    const told: string[] = [];
    const work = async (item: string, _: number, signal: AbortSignal) => {
      begun.push(item);
      await tick();
      if (item === 'a') throw new Error('a is broken');
      while (!signal.aborted) await tick();
      told.push(item);
      throw new Error('stopped');
    };
    await expect(atMost(2, ['a', 'b', 'c'], never, work)).rejects.toThrow('a is broken');
    expect({ begun, told }).toEqual({ begun: ['a', 'b'], told: ['b'] });
  });

  test('is stopped from outside with the reason', async () => {
    const stop = new AbortController();
    const working = atMost(1, [1, 2], stop.signal, async () => stop.abort(new Error('Ctrl-C')));
    await expect(working).rejects.toThrow('Ctrl-C');
  });
});
