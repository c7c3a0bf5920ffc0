import { describe, expect, test } from 'vitest';
import { cluster, planFor, undescribed, wanted } from './builders.js';

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
