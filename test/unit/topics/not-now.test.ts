import { describe, expect, test } from 'vitest';
import { brokers, cluster, desired, placed, planFor, scope, topic, wanted } from './builders.js';

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

  test('is followed to its end when the move leads to the wanted factor, as an interrupted run leaves it', () => {
    const between = topic({ placed: placed([1, 2], [2]) });
    const move = { name: 'orders', partition: 0, replicas: [1, 2], adding: [2], removing: [] };
    const observed = {
      ...cluster({ brokers: brokers(3), topics: [between] }),
      moving: new Map([['orders', [move]]]),
    };
    const [change] = planFor([wanted({ replicationFactor: 2 })], {
      ...observed,
      topics: new Map([['orders', topic({ placed: placed([1, 2], [2, 1]) })]]),
    }).changes;
    expect(change).toMatchObject({
      severity: 'safe',
      fields: [{ name: 'replication factor', before: '1', after: '2' }],
      work: { replicas: 2, isUnderWay: true },
    });
    const more = planFor([wanted({ replicationFactor: 3 })], observed);
    expect(more).toMatchObject({ changes: [], refusals: [{ reason: moved }] });
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

describe('on a cluster that does not say which replicas are being moved', () => {
  const secretive = (kind: 'kafka' | 'redpanda', there = topic()) => ({
    ...cluster({ kind, brokers: brokers(3), topics: [there] }),
    moving: undefined,
  });

  test('no replicas are moved on Kafka', () => {
    expect(planFor([wanted({ replicationFactor: 3 })], secretive('kafka'))).toMatchObject({
      changes: [],
      refusals: [
        {
          field: { name: 'replication factor', before: '1', after: '3' },
          reason: "the cluster doesn't say which replicas are being moved, so none are moved now",
        },
      ],
      notices: [],
    });
  });

  test('Redpanda moves them itself', () => {
    const plan = planFor([wanted({ replicationFactor: 3 })], secretive('redpanda'));
    expect(plan).toMatchObject({ refusals: [], changes: [{ action: 'change' }] });
  });

  test('everything else is changed, and deleted', () => {
    const plan = planFor([wanted({ partitions: 4 })], secretive('kafka'));
    expect(plan).toMatchObject({ refusals: [], changes: [{ work: { partitions: 4 } }] });
    const state = desired([wanted({ name: 'orders.dlq' })], scope(['*']));
    const pruned = planFor(state, secretive('kafka'), { prune: true });
    expect(pruned.changes.map(({ action }) => action)).toEqual(['create', 'delete']);
  });

  test('marks of a throttled move stay, for it may be running', () => {
    const marked = topic({ overrides: { 'leader.replication.throttled.replicas': '*' } });
    expect(planFor([wanted({ exact: true })], secretive('kafka', marked))).toMatchObject({
      changes: [],
      refusals: [],
      unchanged: 1,
    });
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
