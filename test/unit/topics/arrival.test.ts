import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keysToRead, whatIsMissing } from '../../../src/lib/topics/arrival.js';
import type { ObservedTopic } from '../../../src/lib/topics/model.js';
import type { TopicWork } from '../../../src/lib/topics/work.js';
import { flags, manifests, worlds } from './arbitraries.js';
import { placed, planFor, topic, undescribed } from './builders.js';
import { simulate } from './simulate.js';

const retention = { operation: 'set', key: 'retention.ms', value: '5' } as const;
const unpinned = { operation: 'delete', key: 'retention.ms' } as const;
const create = { partitions: 3, replicationFactor: 1, configs: {} };
const pinned = topic({ overrides: { 'retention.ms': '5' } });

describe('what is missing of a change', () => {
  test.each<[string, TopicWork, ObservedTopic | undefined, string | undefined]>([
    ['a deleted topic that is gone', { delete: true }, undefined, undefined],
    ['a deleted topic that is there', { delete: true }, topic(), 'it is still there'],
    ['a new topic that is there', { create }, topic(), undefined],
    ['a new topic that is not there', { create }, undefined, "it isn't there yet"],
    ['too few partitions', { partitions: 4 }, topic(), 'it has 3 of 4 partitions'],
    ['more partitions than asked for', { partitions: 2 }, topic(), 'it has 3 of 2 partitions'],
    [
      'a partition without a leader',
      { create: { ...create, partitions: 1 } },
      topic({ placed: [{ id: 0, leader: -1, replicas: [1], inSync: [] }] }),
      'a partition without a leader',
    ],
    [
      'a setting of a topic that was without a leader before',
      { settings: [retention] },
      { ...pinned, partitions: [{ id: 0, leader: -1, replicas: [1], inSync: [] }] },
      undefined,
    ],
    [
      'too few replicas somewhere',
      { replicas: 2 },
      topic({ placed: placed([1, 2], [1]) }),
      'not all partitions have 2 replicas',
    ],
    [
      'replicas that are still being filled',
      { replicas: 2 },
      topic({ placed: placed([1, 2], [2, 1]).map((one) => ({ ...one, inSync: [one.id + 1] })) }),
      'only 0 of 2 partitions have all replicas in sync',
    ],
    [
      'a replica of a new topic that is not in sync yet',
      { create: { ...create, replicationFactor: 2 } },
      topic({ placed: placed([1, 2], [1, 2], [1, 2]).map((one) => ({ ...one, inSync: [1] })) }),
      undefined,
    ],
    [
      'replicas that are still there',
      { replicas: 1 },
      topic({ factor: 2 }),
      'not all partitions have 1 replicas',
    ],
    [
      'a shape that the broker chose',
      { create: { partitions: -1, replicationFactor: -1, configs: {} } },
      topic({ partitions: 7, factor: 3 }),
      undefined,
    ],
    ['a setting in effect', { settings: [retention] }, pinned, undefined],
    ['a setting of another value', { settings: [retention] }, topic(), "retention.ms isn't in effect"],
    [
      'a setting of a new topic',
      { create: { ...create, configs: { 'retention.ms': '5' } } },
      topic(),
      "retention.ms isn't in effect",
    ],
    [
      'a setting in other words',
      { settings: [{ operation: 'set', key: 'cleanup.policy', value: 'compact,delete' }] },
      topic({ overrides: { 'cleanup.policy': 'delete,compact' } }),
      undefined,
    ],
    ['an override that is gone', { settings: [unpinned] }, topic(), undefined],
    ['an override that is there', { settings: [unpinned] }, pinned, "retention.ms isn't in effect"],
    [
      'a setting that is not reported',
      { settings: [retention] },
      topic({ defaults: {} }),
      "retention.ms isn't in effect",
    ],
    [
      'a setting that the broker keeps to itself',
      { settings: [retention] },
      { ...topic(), settings: new Map([['retention.ms', { value: null, isOverride: true }]]) },
      "retention.ms isn't in effect",
    ],
    [
      'a setting that is unread',
      { settings: [retention] },
      undescribed('orders'),
      "its settings can't be read",
    ],
    [
      'a removal that is unread',
      { settings: [unpinned] },
      undescribed('orders'),
      "its settings can't be read",
    ],
    ['a shape alone', { partitions: 3 }, undescribed('orders'), undefined],
  ])('%s', (_, work, there, missing) => {
    expect(whatIsMissing(work, there)).toBe(missing);
  });
});

test('the factor of Redpanda is asked for as a setting, and seen in the replicas', () => {
  const settings = [{ operation: 'set', key: 'replication.factor', value: '3' }] as const;
  expect(whatIsMissing({ settings }, topic({ factor: 3 }))).toBeUndefined();
  expect(whatIsMissing({ settings }, topic({ factor: 1 }))).toBe('not all partitions have 3 replicas');
  expect(keysToRead({ settings })).toEqual([]);
});

test('the keys to read are those that were sent', () => {
  expect(
    keysToRead({ create: { ...create, configs: { 'retention.ms': '5', preallocate: 'true' } } }),
  ).toEqual(['retention.ms', 'preallocate']);
  expect(keysToRead({ settings: [unpinned], partitions: 4 })).toEqual(['retention.ms']);
  expect(keysToRead({ delete: true })).toEqual([]);
});

test('of an applied plan nothing is missing', () => {
  fc.assert(
    fc.property(manifests, worlds, flags, (state, { cluster, defaults }, given) => {
      const plan = planFor(state, cluster, given);
      const after = simulate(plan, cluster, defaults);
      const known = (work: TopicWork) => keysToRead(work).every((key) => Object.hasOwn(defaults, key));
      for (const { name, work } of plan.changes.filter((change) => known(change.work)))
        expect([name, whatIsMissing(work, after.topics.get(name))]).toEqual([name, undefined]);
    }),
  );
});
