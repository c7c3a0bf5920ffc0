import { describe, expect, test } from 'vitest';
import { billables, type Member } from '../../../../src/lib/power/cost/billables.js';
import { costOf } from '../../../../src/lib/power/cost/cost.js';
import { machinePrice } from '../../../../src/lib/power/cost/price-key.js';
import { savingsOf } from '../../../../src/lib/power/cost/saved.js';
import { nothingStays } from '../../../../src/lib/power/cost/stays.js';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import { at, large, now, record, sleeper } from '../status/builders.js';

function saved(rest: Partial<Sleeper>, { isLeftAlone = false, usd = 0.1 as number | null } = {}) {
  const members: Member[] = [{ sleeper: sleeper({ machines: [large], ...rest }), isLeftAlone }];
  const { id } = machinePrice(large);
  const found = usd === null ? [] : [[id, { usd, from: 'exops.yaml' }] as const];
  const { rows } = costOf(billables(members, nothingStays), { found: new Map(found) });
  return savingsOf(members, rows, now);
}

const dated = (time: string) => record(undefined, 'kim', at(time));
const month = at('2026-11-01T00:00:00Z');

describe('saved this month', () => {
  test('since it was put to sleep', () => {
    const text = record(undefined, 'kim', at('2026-11-20T17:00:00Z'));
    expect(saved({ state: 'asleep', record: text })).toEqual({
      ...{ from: month, usd: 1 },
      resources: [
        {
          ...{ resource: 'ec2 i-0123456789abcdef0 (kafka)', from: at('2026-11-20T17:00:00Z') },
          ...{ hours: 10, usd: 1 },
        },
      ],
    });
  });

  test('since the first of the month in UTC when that was before', () => {
    const text = record(undefined, 'kim', at('2026-10-31T20:00:00Z'));
    const [one] = saved({ state: 'asleep', record: text }).resources;
    expect(one).toMatchObject({ from: month, hours: 20 * 24 + 3, usd: 48.3 });
  });

  test('as much as the recorded size costs', () => {
    const text = record({ desired: 3 }, 'kim', at('2026-11-20T17:00:00Z'));
    const one = { kind: 'nodegroup', state: 'asleep', size: { desired: 0 }, record: text } as const;
    expect(saved(one).usd).toBe(3);
  });

  test('nothing yet by a laptop whose clock is ahead', () => {
    const text = record(undefined, 'kim', now + 60_000);
    expect(saved({ state: 'asleep', record: text }).resources).toMatchObject([{ hours: 0, usd: 0 }]);
  });

  test('storage that stays saves nothing', () => {
    const text = record(undefined, 'kim', at('2026-11-20T17:00:00Z'));
    expect(saved({ state: 'asleep', record: text, storage: { gib: 900, type: 'gp3' } }).usd).toBe(1);
  });

  test('unknown, and not 0, without a price', () => {
    const savings = saved({ state: 'asleep', record: record() }, { usd: null });
    expect(savings.resources[0]?.usd).toBeUndefined();
    expect(savings.usd).toBe(0);
  });

  test.each([
    ['awake again, as RDS does it', { state: 'awake', record: record() }, {}],
    ['still falling asleep', { state: 'falling asleep', record: record() }, {}],
    ['asleep without a record', { state: 'asleep', record: undefined }, {}],
    ['asleep with nonsense', { state: 'asleep', record: 'v=1 by=kim' }, {}],
    ['asleep since the year 1', { state: 'asleep', record: dated('0001-01-01T00:00:00Z') }, {}],
    ['asleep since 2099', { state: 'asleep', record: dated('2099-01-01T00:00:00Z') }, {}],
    ['asleep since before exops', { state: 'asleep', record: dated('2025-12-31T23:59:59Z') }, {}],
    ['left alone', { state: 'asleep', record: record() }, { isLeftAlone: true }],
  ] as const)('not counted: %s', (_, rest, options) => {
    expect(saved(rest, options)).toMatchObject({ usd: 0, resources: [] });
  });
});
