import { describe, expect, test } from 'vitest';
import { cluster, planFor, topic, undescribed, wanted } from './builders.js';

const compactedCaution =
  'in a compacted topic a key that moves to another partition leaves its old value behind for ever, and readers find both';
const fourPartitions = [wanted({ partitions: 4 })];

describe('fewer partitions than wanted', () => {
  test('are increased, with a caution that keys move', () => {
    const plan = planFor(fourPartitions, cluster({ topics: [topic({ partitions: 3 })] }));
    expect(plan.changes).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        action: 'change',
        severity: 'safe',
        fields: [{ name: 'partitions', before: '3', after: '4', shown: { before: '3', after: '4' } }],
        cautions: [
          'records with a key go to other partitions from now on: order holds only within the old or the new ones',
        ],
        work: { partitions: 4 },
      },
    ]);
  });

  test.each([
    ['compact', 'override'],
    ['compact,delete', 'override'],
    ['compact', 'default'],
  ])('of a topic with cleanup.policy %s as %s need a typed answer', (policy, origin) => {
    const settings = { 'cleanup.policy': policy };
    const compacted = topic(origin === 'override' ? { overrides: settings } : { defaults: settings });
    const [change] = planFor(fourPartitions, cluster({ topics: [compacted] })).changes;
    expect(change?.severity).toBe('destructive');
    expect(change?.cautions).toEqual([compactedCaution]);
  });

  test('of a topic that the same plan makes compacted are worth the same caution', () => {
    const declared = wanted({ partitions: 4, configs: { 'cleanup.policy': 'compact' } });
    const [change] = planFor([declared], cluster({ topics: [topic()] })).changes;
    expect(change?.cautions).toEqual([compactedCaution]);
  });

  test('whose cleanup policy can not be read need a typed answer', () => {
    const plan = planFor(fourPartitions, cluster({ topics: [undescribed('orders')] }));
    expect(plan.changes[0]).toMatchObject({
      severity: 'destructive',
      cautions: ["its cleanup.policy can't be read; if it is compacted:", compactedCaution],
      work: { partitions: 4 },
    });
  });
});

test('more partitions than wanted are refused, with what can be done instead', () => {
  const plan = planFor(fourPartitions, cluster({ topics: [topic({ partitions: 6 })] }));
  expect(plan).toMatchObject({ changes: [], unchanged: 0 });
  expect(plan.refusals).toEqual([
    {
      kind: 'topic',
      name: 'orders',
      field: { name: 'partitions', before: '6', after: '4', shown: { before: '6', after: '4' } },
      reason: "Kafka can't remove partitions; recreate the topic or keep 6",
    },
  ]);
});

test('a refused attribute does not keep the others from being changed', () => {
  const declared = wanted({ partitions: 4, configs: { 'max.message.bytes': '2097152' } });
  const plan = planFor([declared], cluster({ topics: [topic({ partitions: 6 })] }));
  expect(plan.refusals).toHaveLength(1);
  expect(plan.changes[0]?.work).toEqual({
    settings: [{ operation: 'set', key: 'max.message.bytes', value: '2097152' }],
  });
});
