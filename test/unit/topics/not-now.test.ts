import { describe, expect, test } from 'vitest';
import { brokers, cluster, placed, planFor, topic, undescribed, wanted } from './builders.js';

const moved =
  'its replicas are being moved to other brokers: not changed now; run the command again when that has ended';

describe('a topic whose replicas are being moved', () => {
  const moving = { brokers: brokers(3), moving: ['orders'] };
  const notice = { kind: 'moving', text: 'being moved to other brokers now', names: ['orders'] };

  test('is not changed now, and the plan says why', () => {
    const plan = planFor([wanted({ partitions: 4 })], cluster({ ...moving, topics: [topic()] }));
    expect(plan).toEqual({
      noun: 'topic',
      changes: [],
      refusals: [{ kind: 'topic', name: 'orders', reason: moved }],
      notices: [notice],
      unchanged: 0,
    });
  });

  test('is not measured by the replicas that it has in between', () => {
    const between = topic({ placed: placed([1, 2, 3], [1, 2]) });
    const plan = planFor([wanted({ replicationFactor: 2 })], cluster({ ...moving, topics: [between] }));
    expect(plan).toMatchObject({ changes: [], refusals: [{ reason: moved }] });
  });

  test('is as declared when nothing else differs', () => {
    const plan = planFor([wanted({ partitions: 3 })], cluster({ ...moving, topics: [topic()] }));
    expect(plan).toMatchObject({ changes: [], refusals: [], notices: [notice], unchanged: 1 });
  });

  test('does not keep the others from being changed', () => {
    const declared = [wanted({ partitions: 4 }), wanted({ name: 'payments', partitions: 4 })];
    const topics = [topic(), topic({ name: 'payments' })];
    expect(planFor(declared, cluster({ ...moving, topics })).changes.map(({ name }) => name)).toEqual([
      'payments',
    ]);
  });
});

describe('a new topic whose name collides with one on the cluster', () => {
  test.each([
    ['a.b', 'a_b'],
    ['a_b.c', 'a.b_c'],
  ])('is refused: %s beside %s', (name, rival) => {
    const plan = planFor([wanted({ name })], cluster({ topics: [topic({ name: rival })] }));
    expect(plan.changes).toEqual([]);
    expect(plan.refusals).toEqual([
      {
        kind: 'topic',
        name,
        reason: `its name collides with the topic "${rival}": Kafka can't tell "." from "_" here`,
      },
    ]);
  });

  test('is no longer new where both are there already', () => {
    const both = cluster({ topics: [topic({ name: 'a.b' }), topic({ name: 'a_b' })] });
    expect(planFor([wanted({ name: 'a.b' })], both)).toMatchObject({ refusals: [], unchanged: 1 });
  });
});

describe('a topic that we have no right to read', () => {
  const reason = 'no right to read it: Topic authorization failed. (TOPIC_AUTHORIZATION_FAILED)';

  test('is not taken for missing', () => {
    expect(planFor([wanted({ partitions: 3 })], cluster({ denied: ['orders'] }))).toMatchObject({
      changes: [],
      refusals: [{ kind: 'topic', name: 'orders', reason, access: true }],
      unchanged: 0,
    });
  });

  test.each([{ configs: { 'retention.ms': '5' } }, { exact: true }])(
    'is not changed where its settings matter: %j',
    (over) => {
      const hidden = cluster({ topics: [undescribed('orders')], denied: ['orders'] });
      const plan = planFor([wanted({ partitions: 4, ...over })], hidden);
      expect(plan).toMatchObject({ changes: [], refusals: [{ reason, access: true }] });
    },
  );

  test('is changed where they do not', () => {
    const hidden = cluster({ topics: [undescribed('orders')], denied: ['orders'] });
    const plan = planFor([wanted({ partitions: 4 })], hidden);
    expect(plan).toMatchObject({ refusals: [], changes: [{ work: { partitions: 4 } }] });
  });

  test('does not keep the others from being changed', () => {
    const plan = planFor([wanted(), wanted({ name: 'payments' })], cluster({ denied: ['orders'] }));
    expect(plan.changes.map(({ name }) => name)).toEqual(['payments']);
  });
});

test('settings that came back unread for another reason are never called as declared', () => {
  const unread = cluster({ topics: [undescribed('orders')] });
  expect(planFor([wanted({ configs: { 'retention.ms': '5' } })], unread)).toMatchObject({
    changes: [],
    refusals: [{ kind: 'topic', name: 'orders', reason: 'its settings could not be read' }],
    unchanged: 0,
  });
  expect(planFor([wanted()], unread)).toMatchObject({ refusals: [], unchanged: 1 });
});
