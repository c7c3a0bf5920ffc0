import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isInScope, matchesAny } from '../../../src/lib/manifest/scope.js';

describe('a glob', () => {
  test.each([
    ['orders', 'orders', true],
    ['orders', 'orders.dlq', false],
    ['orders', 'my.orders', false],
    ['orders.*', 'orders.dlq', true],
    ['orders.*', 'orders.', true],
    ['orders.*', 'ordersXdlq', false],
    ['*.events', 'a.b.events', true],
    ['*.events', 'events', false],
    ['dlq.?', 'dlq.1', true],
    ['dlq.?', 'dlq.', false],
    ['dlq.?', 'dlq.12', false],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a*b*c', 'aXbXbXc', true],
    ['a*b*c', 'aXcXb', false],
    ['**a', 'a', true],
    ['[ab]', 'a', false],
    ['Orders', 'orders', false],
  ])('%j for %j: %s', (glob, name, isMatch) => {
    expect(matchesAny([glob], name)).toBe(isMatch);
  });

  test('means what the regular expression means', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 12 });
    const globs = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(globs, letters, (glob, name) => {
        const source = glob.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(matchesAny([glob], name)).toBe(new RegExp(`^${source}$`).test(name));
      }),
      { numRuns: 2_000 },
    );
  });

  test('made to be slow is not', () => {
    const glob = `${'*a'.repeat(60)}b`;
    const beganAt = performance.now();
    expect(matchesAny([glob], 'a'.repeat(249))).toBe(false);
    expect(performance.now() - beganAt).toBeLessThan(100);
  });
});

describe('a scope', () => {
  const scope = { include: ['orders.*', 'dlq.*'], exclude: ['*.tmp', 'dlq.x'] };

  test.each([
    ['orders.events', true],
    ['dlq.y', true],
    ['orders.tmp', false],
    ['dlq.x', false],
    ['payments', false],
  ])('owns %s: %s', (name, isOwned) => {
    expect(isInScope(scope, name)).toBe(isOwned);
  });
});
