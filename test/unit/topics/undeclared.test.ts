import { describe, expect, test } from 'vitest';
import type { TopicUsage } from '../../../src/lib/topics/model.js';
import { cluster, desired, planFor, scope, topic, undescribed, wanted } from './builders.js';

const declared = wanted({ name: 'orders.events' });
const observed = cluster({ topics: [undescribed('orders.old'), undescribed('payments.old')] });
const owned = desired([declared], scope(['orders.*']));

describe('a topic in scope that the file does not declare', () => {
  test('is reported and kept', () => {
    const plan = planFor(owned, observed);
    expect(plan.changes.map(({ name, action }) => [name, action])).toEqual([['orders.events', 'create']]);
    expect(plan.notices).toEqual([
      { kind: 'undeclared', text: 'not in the file, kept', names: ['orders.old'] },
    ]);
    expect(plan.unchanged).toBe(0);
  });

  test('is deleted by --prune, with what it holds and who reads it', () => {
    const usage: TopicUsage = { bytes: 1_288_490_189n, records: 34_000n, groups: ['audit', 'billing'] };
    const plan = planFor(owned, { ...observed, usage: new Map([['orders.old', usage]]) }, { prune: true });
    expect(plan.notices).toEqual([]);
    expect(plan.changes.filter(({ action }) => action === 'delete')).toEqual([
      {
        kind: 'topic',
        name: 'orders.old',
        action: 'delete',
        severity: 'destructive',
        summary: '3 partitions, factor 1',
        fields: [],
        cautions: ['holds 1.2 GiB in 34,000 records', 'read by audit, billing'],
        stakes: 'holds records audit billing',
        work: { delete: true },
      },
    ]);
  });

  test.each<[string, TopicUsage | undefined, string[]]>([
    [
      'nothing can be read',
      undefined,
      ['holds an amount of data that could not be read', 'which groups read it could not be read'],
    ],
    [
      'groups can not be read',
      { bytes: 0n, records: 0n, groups: undefined },
      ['holds nothing', 'which groups read it could not be read'],
    ],
    ['nobody reads it', { bytes: 5n, records: 1n, groups: [] }, ['holds 5 B in 1 record']],
    [
      'many read it',
      { bytes: 5n, records: undefined, groups: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      ['holds 5 B', 'read by a, b, c, d, e and 2 more'],
    ],
  ])('says so when %s', (_, usage, cautions) => {
    const known = new Map(usage === undefined ? [] : [['orders.old', usage]]);
    const plan = planFor(owned, { ...observed, usage: known }, { prune: true });
    expect(plan.changes.find(({ action }) => action === 'delete')?.cautions).toEqual(cautions);
  });

  test('stands in the order of the names, however the cluster lists them', () => {
    const listed = cluster({ topics: ['orders.b', 'orders.c', 'orders.a'].map(undescribed) });
    const sorted = ['orders.a', 'orders.b', 'orders.c'];
    expect(planFor(owned, listed).notices[0]?.names).toEqual(sorted);
    const { changes } = planFor(owned, listed, { prune: true });
    expect(changes.map(({ name }) => name)).toEqual(['orders.events', ...sorted]);
  });

  test('belongs to any file of the run that has it in scope', () => {
    const state = desired([declared], scope(['orders.*'], ['orders.old']), scope(['payments.*']));
    expect(planFor(state, observed).notices[0]?.names).toEqual(['payments.old']);
  });

  test('is not pruned while its replicas are being moved', () => {
    const plan = planFor(owned, { ...observed, moving: new Map([['orders.old', []]]) }, { prune: true });
    expect(plan.changes.map(({ action }) => action)).toEqual(['create']);
    expect(plan.refusals[0]).toMatchObject({ name: 'orders.old', reason: expect.stringMatching('moved') });
  });
});

describe('whatever the flags', () => {
  const greedy = { prune: true, pin: true };

  test('nothing outside the scope is touched or named', () => {
    const everyoneElse = cluster({ topics: [undescribed('payments.old'), undescribed('orders')] });
    const plan = planFor(owned, everyoneElse, greedy);
    expect(JSON.stringify(plan)).not.toMatch(/payments|"orders"/);
  });

  test('nothing that the scope excludes is touched or named', () => {
    const plan = planFor(desired([declared], scope(['orders.*'], ['*.old'])), observed, greedy);
    expect(JSON.stringify(plan)).not.toMatch('orders.old');
  });

  test('nothing is owned without a scope', () => {
    const plan = planFor(desired([declared]), observed, greedy);
    expect(plan.changes.map(({ name }) => name)).toEqual(['orders.events']);
    expect(plan.notices).toEqual([]);
  });

  test.each(['__consumer_offsets', '__amazon_msk_canary', '_schemas', '_redpanda.audit_log'])(
    'the internal topic %s is neither touched nor named, even in a scope of everything',
    (name) => {
      const internal = cluster({ topics: [topic({ name })] });
      const plan = planFor(desired([declared], scope(['*', name])), internal, greedy);
      expect(JSON.stringify(plan)).not.toMatch(name);
    },
  );
});
