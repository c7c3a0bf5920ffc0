import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Billable } from '../../../../src/lib/power/cost/billable.js';
import { billables, type Member } from '../../../../src/lib/power/cost/billables.js';
import { costOf } from '../../../../src/lib/power/cost/cost.js';
import type { FoundPrice } from '../../../../src/lib/power/cost/find-prices.js';
import { eksClusterPrice, volumePrice } from '../../../../src/lib/power/cost/price-key.js';
import { nothingStays } from '../../../../src/lib/power/cost/stays.js';
import { large, record, sleeper } from '../status/builders.js';

const cluster: Billable = {
  ...{ resource: 'eks cluster dev', kind: 'EKS control plane', count: 1, price: eksClusterPrice },
  ...{ awake: 1, asleep: 1, isSpot: false },
};

function pricesOf(entries: readonly (readonly [string, number])[]) {
  const found = entries.map(([id, usd]): [string, FoundPrice] => [id, { usd, from: 'exops.yaml' }]);
  return { found: new Map(found) };
}

describe('what something costs', () => {
  test('an hour, and 730 of them', () => {
    const { rows } = costOf([cluster], pricesOf([['eks cluster', 0.1]]));
    expect(rows[0]?.costs).toEqual({ awake: { hour: 0.1, month: 73 }, asleep: { hour: 0.1, month: 73 } });
  });

  test('storage is priced by the month', () => {
    const item: Billable = { ...cluster, kind: 'volume', price: volumePrice('gp3'), awake: 100, asleep: 100 };
    const { rows } = costOf([item], pricesOf([['gp3 GiB-month', 0.0912]]));
    expect(rows[0]?.costs?.asleep).toEqual({ hour: 0.0125, month: 9.12 });
  });

  test.each([
    ['no price is known', cluster, pricesOf([])],
    ['nobody knows how many there are', { ...cluster, awake: undefined }, pricesOf([['eks cluster', 0.1]])],
  ])('unknown, and in no sum, when %s', (_, item, prices) => {
    const cost = costOf([cluster, item], pricesOf([]));
    expect(cost.unknown).toBe(2);
    const both = costOf([item], prices);
    expect(both.rows[0]?.costs).toBeUndefined();
    expect(both).toMatchObject({ unknown: 1, total: { awake: { hour: 0 }, asleep: { hour: 0 } } });
  });
});

const types = ['t3.large', 'm5.xlarge', 'c5.2xlarge'] as const;

/** A group or an instance in any state, left alone or not. */
const member: fc.Arbitrary<Member> = fc
  .record({
    type: fc.constantFrom(...types),
    state: fc.constantFrom('awake', 'asleep', 'waking', 'falling asleep', 'busy' as const),
    size: fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }),
    recorded: fc.option(fc.integer({ min: 1, max: 40 }), { nil: undefined }),
    storage: fc.option(fc.integer({ min: 1, max: 5_000 }), { nil: undefined }),
    isLeftAlone: fc.boolean(),
    name: fc.integer({ min: 0, max: 999 }),
  })
  .map(({ type, state, size, recorded, storage, isLeftAlone, name }) => ({
    isLeftAlone,
    sleeper: sleeper({
      ...{ name: `i-${name}`, state, machines: [{ ...large, type }] },
      size: size === undefined ? undefined : { desired: size },
      record: recorded === undefined ? undefined : record({ desired: recorded }),
      storage: storage === undefined ? undefined : { gib: storage, type: 'gp3' },
    }),
  }));

const anyPrices = fc
  .array(
    fc.tuple(
      fc.constantFrom(...types.map((type) => `ec2 ${type}`), 'rds gp3 GiB-month'),
      fc.double({ min: 0, max: 50, noNaN: true }),
    ),
  )
  .map(pricesOf);

describe('of any environment', () => {
  test('asleep it never costs more than awake', () => {
    fc.assert(
      fc.property(fc.array(member), anyPrices, (members, prices) => {
        const { rows, total } = costOf(billables(members, nothingStays), prices);
        for (const { costs } of rows) {
          if (costs === undefined) continue;
          expect(costs.asleep.hour).toBeLessThanOrEqual(costs.awake.hour);
          expect(costs.asleep.month).toBeLessThanOrEqual(costs.awake.month);
        }
        expect(total.asleep.month).toBeLessThanOrEqual(total.awake.month);
        expect(total.asleep.hour).toBeLessThanOrEqual(total.awake.hour);
      }),
    );
  });

  test('the total is the sum of the rows as they are shown', () => {
    fc.assert(
      fc.property(fc.array(member), anyPrices, (members, prices) => {
        const { rows, total, unknown } = costOf(billables(members, nothingStays), prices);
        const shown = rows.filter(({ costs }) => costs !== undefined);
        const cents = (value: number, digits: number) => BigInt(value.toFixed(digits).replace('.', ''));
        const sum = (pick: (row: (typeof shown)[number]) => number, digits: number) =>
          shown.reduce((so, row) => so + cents(pick(row), digits), 0n);
        expect(cents(total.awake.hour, 4)).toBe(sum(({ costs }) => costs?.awake.hour ?? 0, 4));
        expect(cents(total.asleep.month, 2)).toBe(sum(({ costs }) => costs?.asleep.month ?? 0, 2));
        expect(unknown + shown.length).toBe(rows.length);
      }),
    );
  });
});
