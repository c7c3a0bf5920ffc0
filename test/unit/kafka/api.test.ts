import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chunk, chunkByCost } from '../../../src/lib/chunk.js';
import { isFlexible, negotiateVersion } from '../../../src/lib/kafka/wire/api.js';

describe('negotiateVersion', () => {
  test.each([
    ['the newest of ours', [2, 3, 4], { min: 0, max: 9 }, 4],
    ['the newest of theirs', [2, 3, 4], { min: 0, max: 3 }, 3],
    ['the only one', [2, 3, 4], { min: 4, max: 4 }, 4],
    ['none, for they are too new', [2, 3, 4], { min: 5, max: 9 }, undefined],
    ['none, for they are too old', [2, 3, 4], { min: 0, max: 1 }, undefined],
    ['none between two of ours', [5, 8], { min: 6, max: 7 }, undefined],
    ['the older one of two', [5, 8], { min: 1, max: 7 }, 5],
    ['none, for the request is not served', [2, 3, 4], undefined, undefined],
  ])('%s', (_, versions, served, version) => {
    expect(negotiateVersion({ versions }, served)).toBe(version);
  });

  test('is a version that both sides speak, and no newer one is', () => {
    const versions = fc.uniqueArray(fc.nat(12), { minLength: 1 }).map((some) => some.sort((a, b) => a - b));
    fc.assert(
      fc.property(versions, fc.nat(12), fc.nat(12), (ours, min, max) => {
        const version = negotiateVersion({ versions: ours }, { min, max });
        const shared = ours.filter((one) => one >= min && one <= max);
        expect(version).toBe(shared.length === 0 ? undefined : Math.max(...shared));
      }),
    );
  });
});

test('a version is flexible from the first that is', () => {
  expect([2, 3, 4].map((version) => isFlexible({ flexibleFrom: 3 }, version))).toEqual([false, true, true]);
  expect(isFlexible({ flexibleFrom: 0 }, 0)).toBe(true);
  expect(isFlexible({}, 99)).toBe(false);
});

describe('chunkByCost', () => {
  const costs = fc.array(fc.nat(20), { maxLength: 30 });
  const limits = fc.integer({ min: 1, max: 40 });
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const split = (items: readonly number[], limit: number) => chunkByCost(items, limit, (item) => item);

  test('keeps every item, once and in order, and makes no empty chunk', () => {
    fc.assert(
      fc.property(costs, limits, (items, limit) => {
        const chunks = split(items, limit);
        expect(chunks.flat()).toEqual(items);
        expect(chunks.every((some) => some.length > 0)).toBe(true);
      }),
    );
  });

  test('stays within the limit, but for an item that alone is over it', () => {
    fc.assert(
      fc.property(costs, limits, (items, limit) => {
        expect(split(items, limit).filter((some) => sum(some) > limit && some.length > 1)).toEqual([]);
      }),
    );
  });

  test('makes no chunk that could have taken the next item', () => {
    fc.assert(
      fc.property(costs, limits, (items, limit) => {
        const chunks = split(items, limit);
        for (const [index, some] of chunks.slice(0, -1).entries())
          expect(sum(some) + (chunks[index + 1]?.[0] ?? 0)).toBeGreaterThan(limit);
      }),
    );
  });
});

test('chunk splits into runs of a size', () => {
  expect(chunk([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunk([], 2)).toEqual([]);
});
