import { describe, expect, test } from 'vitest';
import type { DesiredTopic } from '../../../src/lib/manifest/model.js';
import type { ObservedTopic } from '../../../src/lib/topics/model.js';
import { brokers, cluster, placed, planFor, topic, wanted } from './builders.js';

const minInsync = (value: number, over: Partial<DesiredTopic> = {}) => [
  wanted({ configs: { 'min.insync.replicas': String(value) }, ...over }),
];
const on = (...topics: readonly ObservedTopic[]) => cluster({ brokers: brokers(3), topics });
const blocks = (factor: number) =>
  `over the replication factor ${factor}: nobody could write with acks=all; since Kafka 3.7, with one broker down`;

describe('more in-sync replicas than there are replicas', () => {
  test('are refused for a new topic', () => {
    expect(planFor(minInsync(2, { replicationFactor: 1 }), on())).toMatchObject({
      changes: [],
      refusals: [
        {
          name: 'orders',
          field: { name: 'min.insync.replicas', before: null, after: '2' },
          reason: blocks(1),
        },
      ],
    });
  });

  test('can not be told for a new topic that takes the factor of the broker', () => {
    expect(planFor(minInsync(2), on())).toMatchObject({ refusals: [], changes: [{ action: 'create' }] });
  });

  test('are refused for a topic that keeps its factor', () => {
    const plan = planFor(minInsync(2), on(topic({ factor: 1 })));
    expect(plan).toMatchObject({ changes: [], refusals: [{ field: { before: '1', after: '2' } }] });
    expect(plan.refusals[0]?.reason).toBe(blocks(1));
  });

  test('that are there already are as declared, and worth a notice', () => {
    const blocked = topic({ factor: 1, overrides: { 'min.insync.replicas': '2' } });
    expect(planFor(minInsync(2), on(blocked))).toMatchObject({
      changes: [],
      refusals: [],
      unchanged: 1,
      notices: [{ kind: 'unwritable', names: ['orders'] }],
    });
  });

  test('are refused for a new topic that would get the default factor of the cluster', () => {
    const plan = planFor(minInsync(2), { ...on(), defaultFactor: 1 });
    expect(plan).toMatchObject({ changes: [], refusals: [{ reason: blocks(1) }] });
    expect(planFor(minInsync(2), { ...on(), defaultFactor: 3 }).changes).toHaveLength(1);
  });

  test('are refused together with the factor that would not carry them', () => {
    const plan = planFor(minInsync(3, { replicationFactor: 2 }), on(topic({ factor: 1 })));
    expect(plan).toMatchObject({ changes: [], refusals: [{ reason: blocks(2) }] });
  });

  test('keep the factor from being lowered below them, though the manifest does not name them', () => {
    const safe = topic({ factor: 3, overrides: { 'min.insync.replicas': '2' } });
    const plan = planFor([wanted({ replicationFactor: 1 })], on(safe));
    expect(plan).toMatchObject({ changes: [], refusals: [{ reason: blocks(1) }] });
  });

  test('count by the partition with the fewest replicas', () => {
    const uneven = topic({ placed: placed([1, 2, 3], [1]) });
    expect(planFor(minInsync(2), on(uneven))).toMatchObject({
      changes: [],
      refusals: [{ reason: blocks(1) }],
    });
    const lowered = topic({ placed: placed([1], [1, 2, 3]), overrides: { 'min.insync.replicas': '2' } });
    expect(planFor([wanted({ replicationFactor: 1 })], on(lowered))).toMatchObject({
      changes: [],
      refusals: [{ reason: blocks(1) }],
    });
  });

  test('count by the factor of now when the wanted one can not be had', () => {
    const plan = planFor(minInsync(4, { replicationFactor: 5 }), on(topic({ factor: 3 })));
    expect(plan.changes).toEqual([]);
    expect(plan.refusals.map(({ reason }) => reason).sort()).toEqual([
      'only 3 brokers live in this cluster',
      blocks(3),
    ]);
  });

  test('keep nothing else from being changed', () => {
    const declared = minInsync(2, { configs: { 'min.insync.replicas': '2', 'retention.ms': '-1' } });
    expect(planFor(declared, on(topic())).changes[0]?.work).toEqual({
      settings: [{ operation: 'set', key: 'retention.ms', value: '-1' }],
    });
  });
});

describe('as many in-sync replicas as there are replicas', () => {
  const caution =
    'min.insync.replicas 2 equals the replication factor: with one broker down nobody can write with acks=all';

  test('are worth a caution for a new topic', () => {
    const [change] = planFor(minInsync(2, { replicationFactor: 2 }), on()).changes;
    expect(change?.cautions).toEqual([caution]);
  });

  test('are worth a caution for a topic that is changed', () => {
    const [change] = planFor(minInsync(2), on(topic({ factor: 2 }))).changes;
    expect(change?.cautions).toEqual([caution]);
    expect(change?.work.settings).toEqual([{ operation: 'set', key: 'min.insync.replicas', value: '2' }]);
  });

  test('are no change of their own', () => {
    const same = topic({ factor: 2, overrides: { 'min.insync.replicas': '2' } });
    expect(planFor(minInsync(2), on(same))).toMatchObject({ changes: [], refusals: [], unchanged: 1 });
  });
});

test('as many as replicas are not worth repeating when something else is changed', () => {
  const same = topic({ factor: 2, overrides: { 'min.insync.replicas': '2' } });
  const declared = [wanted({ configs: { 'min.insync.replicas': '2', 'retention.ms': '-1' } })];
  expect(planFor(declared, on(same)).changes[0]).toMatchObject({ action: 'change', cautions: [] });
});

test('fewer in-sync replicas than replicas are fine', () => {
  const [change] = planFor(minInsync(2, { replicationFactor: 3 }), on()).changes;
  expect(change?.cautions).toEqual([]);
});
