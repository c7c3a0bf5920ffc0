import { describe, expect, test } from 'vitest';
import { cluster, planFor, topic, wanted } from './builders.js';

describe('a topic that is missing', () => {
  test('is created, with every setting shown', () => {
    const declared = wanted({
      partitions: 3,
      replicationFactor: 1,
      configs: { 'retention.ms': '259200000', 'cleanup.policy': 'delete' },
    });
    expect(planFor([declared], cluster())).toEqual({
      noun: 'topic',
      changes: [
        {
          kind: 'topic',
          name: 'orders',
          action: 'create',
          severity: 'safe',
          summary: '3 partitions, factor 1',
          fields: [
            {
              name: 'retention.ms',
              before: null,
              after: '259200000',
              shown: { before: null, after: '3d' },
            },
            {
              name: 'cleanup.policy',
              before: null,
              after: 'delete',
              shown: { before: null, after: 'delete' },
            },
          ],
          cautions: [],
          work: { create: { partitions: 3, replicationFactor: 1, configs: declared.configs } },
        },
      ],
      refusals: [],
      notices: [],
      unchanged: 0,
    });
  });

  test('without a count or a factor takes the defaults of the broker, and says so', () => {
    const [change] = planFor([wanted()], cluster()).changes;
    expect(change?.summary).toBe("the cluster's default shape");
    expect(change?.work.create).toEqual({ partitions: -1, replicationFactor: -1, configs: {} });
  });

  test.each([
    [{ partitions: 1 }, '1 partition, default factor'],
    [{ partitions: 2_000 }, '2,000 partitions, default factor'],
    [{ replicationFactor: 1 }, 'default partitions, factor 1'],
  ])('%j reads as "%s"', (shape, summary) => {
    expect(planFor([wanted(shape)], cluster()).changes[0]?.summary).toBe(summary);
  });

  test('is created beside topics whose settings nobody may read', () => {
    const hidden = { ...topic({ name: 'payments' }), settings: undefined };
    const plan = planFor([wanted({ configs: { 'retention.ms': '1' } })], cluster({ topics: [hidden] }));
    expect(plan.changes[0]?.work.create?.configs).toEqual({ 'retention.ms': '1' });
    expect(plan.notices).toEqual([]);
  });
});

test('a topic that is as declared is counted, and nothing else', () => {
  const declared = wanted({
    partitions: 3,
    replicationFactor: 1,
    configs: { 'retention.ms': '604800000' },
  });
  expect(planFor([declared], cluster({ topics: [topic()] }))).toEqual({
    noun: 'topic',
    changes: [],
    refusals: [],
    notices: [],
    unchanged: 1,
  });
});

test('what the manifest does not say is left as it is', () => {
  const odd = topic({ partitions: 7, overrides: { 'retention.ms': '5' } });
  const plan = planFor([wanted()], cluster({ topics: [odd] }));
  expect(plan).toMatchObject({ changes: [], refusals: [], unchanged: 1 });
});

test('creations come before changes, and changes before deletions', () => {
  const declared = [
    wanted({ name: 'b.changed', partitions: 4 }),
    wanted({ name: 'c.created', partitions: 1 }),
  ];
  const observed = cluster({ topics: [topic({ name: 'a.pruned' }), topic({ name: 'b.changed' })] });
  const state = { topics: declared, scopes: [{ include: ['*'], exclude: [] }], guards: [] };
  expect(planFor(state, observed, { prune: true }).changes.map(({ name }) => name)).toEqual([
    'c.created',
    'b.changed',
    'a.pruned',
  ]);
});
