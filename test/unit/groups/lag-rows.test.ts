import { describe, expect, test } from 'vitest';
import { lagLines, lagRecords } from '../../../src/commands/groups/lag-table.js';
import { lagRates } from '../../../src/lib/groups/lag-rate.js';
import { type LagGrain, lagRows } from '../../../src/lib/groups/lag-rows.js';
import { noteOf } from '../../../src/lib/groups/lag-words.js';
import { lagging } from './lagging.js';

const groups = [
  lagging('audit', { orders: [0n], users: [0n] }),
  lagging('mail', { orders: [5n, 1n], users: [40n] }),
  lagging('odd', { orders: [0n, 'no leader'], gone: ['no topic'] }),
  lagging('settlement', { orders: [9n, 4_000n] }),
];
const rows = (by: LagGrain, more = {}) =>
  lagRows({ groups }, { by, onlyLagging: false, byName: false, ...more });
const names = (by: LagGrain, more = {}) =>
  rows(by, more).map(({ group, topic, partition, lag }) =>
    [group.group.id, topic, partition?.partition, lag].filter((part) => part !== undefined).join(' '),
  );

describe('rows', () => {
  test('groups: the most lag first, what may be before what is not', () => {
    expect(names('group')).toEqual(['settlement 4009', 'mail 46', 'odd 0', 'audit 0']);
  });

  test('topics: those of a group together, the most lag first', () => {
    expect(names('topic').slice(0, 5)).toEqual([
      'settlement orders 4009',
      'mail users 40',
      'mail orders 6',
      'odd orders 0',
      'odd gone 0',
    ]);
  });

  test('partitions: by number', () => {
    expect(names('partition').slice(0, 4)).toEqual([
      'settlement orders 0 9',
      'settlement orders 1 4000',
      'mail users 0 40',
      'mail orders 0 5',
    ]);
  });

  test('what is watched stays in its place', () => {
    expect(names('group', { byName: true })).toEqual(['audit 0', 'mail 46', 'odd 0', 'settlement 4009']);
  });

  test('only what is behind, or may be', () => {
    const onlyLagging = true;
    expect(names('group', { onlyLagging })).toEqual(['settlement 4009', 'mail 46', 'odd 0']);
    expect(names('partition', { onlyLagging }).at(-1)).toBe('odd orders 1 0');
  });
});

describe('as a table', () => {
  test('of groups, with what they are together', () => {
    expect(lagLines(rows('group'), 'group', 80)).toEqual([
      'GROUP       STATE   MEMBERS    LAG  NOTE',
      'settlement  Stable        0  4,009',
      'mail        Stable        0     46',
      'odd         Stable        0      0  1 without a leader, 1 of topics gone',
      'audit       Stable        0      0',
      'total                        4,055',
    ]);
  });

  test('of partitions', () => {
    const odd = rows('partition').filter(({ group }) => group.group.id === 'odd');
    expect(lagLines(odd, 'partition', 120)).toEqual([
      'GROUP  TOPIC   PARTITION  COMMITTED  END  LAG  CLIENT  NOTE',
      'odd    orders          0        100  100    0  app',
      'odd    orders          1        100    -    -  app     no leader',
      'odd    gone            0        100    -    -  app     topic gone, or hidden',
      'total                                       0',
    ]);
  });

  test('is never wider than the terminal', () => {
    for (const width of [80, 120])
      for (const by of ['group', 'topic', 'partition'] as const)
        for (const line of lagLines(rows(by), by, width)) expect(line.length).toBeLessThanOrEqual(width);
  });

  test('names give way to numbers and notes', () => {
    const long = [
      lagging('payment-settlement-reconciliation-consumer', {
        'payment.settlement.reconciliation.events': [4_000n, 'no leader'],
      }),
    ];
    const shown = (by: LagGrain) =>
      lagLines(lagRows({ groups: long }, { by, onlyLagging: false, byName: false }), by, 80);
    expect(shown('partition')).toEqual([
      'GROUP        TOPIC         PARTITION  COMMITTED    END    LAG  CLIENT  NOTE',
      'payme…sumer  paymen…vents          0        100  4,100  4,000  app',
      'payme…sumer  paymen…vents          1        100      -      -  app     no leader',
      'total                                                   4,000',
    ]);
  });

  test('notes give way, too, so that names stay readable', () => {
    const long = [
      lagging('com.example.payments.settlement-queue', {
        'com.example.payments.settled.value': [4_000n, 'untouched', 'no leader'],
      }),
    ];
    const shown = (by: LagGrain) =>
      lagLines(lagRows({ groups: long }, { by, onlyLagging: false, byName: false }), by, 80);
    expect(shown('group')).toEqual([
      'GROUP                        STATE   MEMBERS    LAG  NOTE',
      'com.example.p…tlement-queue  Stable        0  4,000  1 without an offset, not c…',
    ]);
    expect(shown('partition').slice(1, 3)).toEqual([
      'com.e…ueue  com.e…alue          0        100  4,100  4,000  app',
      'com.e…ueue  com.e…alue          1        100      -      -  app     no offset, …',
    ]);
  });

  test('what is committed past the end stays with what is behind', () => {
    const past = [lagging('past', { t: [0n, 'past the end'] })];
    const shown = lagRows({ groups: past }, { by: 'partition', onlyLagging: true, byName: false });
    expect(lagRecords(shown, 'partition')).toEqual(['past\tt\t1\t100\t7\t0\tapp\tpast the end']);
  });

  test('records that are gone are noted', () => {
    const { partitions, ...group } = lagging('late', { t: [90n, 40n, 7n] });
    const starts = [120n, 2_000n, 100n];
    const trimmed = [
      { ...group, partitions: partitions.map((one, index) => ({ ...one, start: starts[index] })) },
    ];
    const notes = (by: LagGrain) =>
      lagRows({ groups: trimmed }, { by, onlyLagging: false, byName: false }).map((row) => noteOf(row));
    expect(notes('partition')).toEqual(['20 gone', '40 gone', '']);
    expect(notes('group')).toEqual(['60 gone']);
  });

  test('one row is its own total; no rows are nothing', () => {
    expect(lagLines(rows('group').slice(0, 1), 'group', 80)).toHaveLength(2);
    expect(lagLines([], 'group', 80)).toEqual([]);
  });

  test('in a pipe: full values, and how many partitions nobody knows', () => {
    expect(lagRecords(rows('group'), 'group')).toEqual([
      'settlement\tStable\t0\t4009\t0\t',
      'mail\tStable\t0\t46\t0\t',
      'odd\tStable\t0\t0\t1\t1 without a leader, 1 of topics gone',
      'audit\tStable\t0\t0\t0\t',
    ]);
    const unread = [lagging('secret', {}, 'GROUP_AUTHORIZATION_FAILED')];
    const [row] = lagRows({ groups: unread }, { by: 'group', onlyLagging: true, byName: false });
    expect(row && lagRecords([row], 'group')).toEqual([
      'secret\tStable\t0\t-\t0\tnot read: GROUP_AUTHORIZATION_FAILED',
    ]);
  });

  test('in a pipe: no number has commas', () => {
    const { partitions, ...group } = lagging('g', { t: [200_000n] });
    const looked = (committed: bigint, start: bigint) => [
      { ...group, partitions: partitions.map((one) => ({ ...one, committed, start })) },
    ];
    const rates = lagRates();
    rates(0, looked(100n, 0n));
    const last = looked(13_310n, 14_810n);
    const rateOf = rates(10_000, last);
    const shown = lagRows({ groups: last }, { by: 'group', onlyLagging: false, byName: true });
    expect(lagRecords(shown, 'group', rateOf)).toEqual(['g\tStable\t0\t200000\t0\t1321.0\t152\t1500 gone']);
    expect(lagLines(shown, 'group', 80, rateOf)[1]).toBe(
      'g      Stable        0  200,000   1,321    2 min 31 s  1,500 gone',
    );
  });

  test('names from outside drive no terminal', () => {
    const [row] = lagRows(
      { groups: [lagging('a\u001b[2J', { t: [1n] })] },
      { by: 'group', onlyLagging: false, byName: false },
    );
    expect(row && lagLines([row], 'group', 80).join('\n')).toContain('a\\x1b[2J');
  });
});

/** A group with one partition, where so much is committed of so much. */
function at(committed: bigint, end: bigint) {
  const { partitions, ...group } = lagging('g', { t: [0n] });
  return {
    ...group,
    partitions: partitions.map((one) => ({ ...one, committed, end, lag: end - committed })),
  };
}

function rateAfter(...looks: readonly (readonly [seconds: number, committed: bigint, end: bigint])[]) {
  const rates = lagRates();
  let rate: unknown;
  for (const [seconds, committed, end] of looks) {
    const seen = [at(committed, end)];
    const rateOf = rates(seconds * 1_000, seen);
    rate = lagRows({ groups: seen }, { by: 'group', onlyLagging: false, byName: true }).map(rateOf)[0];
  }
  return rate;
}

describe('the rate', () => {
  test('takes two looks', () => {
    expect(rateAfter([0, 0n, 100n])).toBeUndefined();
    expect(rateAfter([0, 0n, 100n], [10, 50n, 120n])).toEqual({
      consumed: 5,
      produced: 2,
      catchUpMs: (70 / 3) * 1_000,
    });
  });

  test('who gains nothing never catches up; who has nothing left has', () => {
    expect(rateAfter([0, 0n, 100n], [10, 50n, 200n])).toMatchObject({ catchUpMs: undefined });
    expect(rateAfter([0, 0n, 100n], [10, 100n, 100n])).toMatchObject({ catchUpMs: 0 });
  });

  test('is that of the last minute', () => {
    expect(rateAfter([0, 0n, 900n], [50, 500n, 900n], [100, 600n, 900n])).toMatchObject({ consumed: 2 });
  });

  test('begins anew where offsets were set back', () => {
    expect(rateAfter([0, 0n, 900n], [10, 500n, 900n], [20, 100n, 900n])).toBeUndefined();
    expect(rateAfter([0, 500n, 900n], [10, 100n, 900n], [20, 130n, 900n])).toMatchObject({ consumed: 3 });
  });
});
