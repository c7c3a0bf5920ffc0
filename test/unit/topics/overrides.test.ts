import { describe, expect, test } from 'vitest';
import { cluster, planFor, topic, wanted } from './builders.js';

const configs = (settings: Readonly<Record<string, string>>, exact = false) => [
  wanted({ configs: settings, exact }),
];
const overridden = (overrides: Readonly<Record<string, string>>) =>
  cluster({ topics: [topic({ overrides })] });
const asWanted = { changes: [], refusals: [], notices: [], unchanged: 1 };

describe('an override that the file does not name', () => {
  const there = { 'compression.type': 'zstd', 'max.message.bytes': '5' };

  test('is kept and reported', () => {
    expect(planFor(configs({ 'max.message.bytes': '5' }), overridden(there))).toEqual({
      noun: 'topic',
      changes: [],
      refusals: [],
      notices: [
        {
          kind: 'kept setting',
          text: 'compression.type set on the cluster, not in the file, kept',
          names: ['orders'],
        },
      ],
      unchanged: 1,
    });
  });

  test('is removed by configs: exact, never set to the default', () => {
    const plan = planFor(configs({ 'max.message.bytes': '5' }, true), overridden(there));
    expect(plan.notices).toEqual([]);
    expect(plan.changes).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        action: 'change',
        severity: 'safe',
        fields: [
          {
            name: 'compression.type',
            before: 'zstd',
            after: null,
            shown: { before: 'zstd', after: null },
            note: "not in the file: the cluster's default takes effect",
          },
        ],
        cautions: [],
        work: { settings: [{ operation: 'delete', key: 'compression.type' }] },
      },
    ]);
  });

  test('is not what makes the replication factor on Redpanda', () => {
    const redpanda = { ...overridden({ 'replication.factor': '3' }), kind: 'redpanda' as const };
    expect(planFor(configs({}), redpanda)).toMatchObject(asWanted);
    expect(planFor(configs({}, true), redpanda)).toMatchObject(asWanted);
  });
});

describe('marks of a throttled move', () => {
  const key = 'leader.replication.throttled.replicas';

  test.each([false, true])('that has ended are removed (configs: exact is %s)', (exact) => {
    const plan = planFor(configs({}, exact), overridden({ [key]: '*' }));
    expect(plan.notices).toEqual([]);
    expect(plan.changes[0]).toMatchObject({
      severity: 'safe',
      fields: [{ name: key, before: '*', after: null, note: 'left over from a move that has ended' }],
      work: { settings: [{ operation: 'delete', key }] },
    });
  });

  test.each([false, true])('stay while it is running (configs: exact is %s)', (exact) => {
    const running = { ...overridden({ [key]: '*' }), moving: new Map([['orders', []]]) };
    expect(planFor(configs({}, exact), running)).toMatchObject({ changes: [], refusals: [], unchanged: 1 });
  });

  test('that the file declares stay', () => {
    expect(planFor(configs({ [key]: '*' }), overridden({ [key]: '*' }))).toMatchObject(asWanted);
  });
});
