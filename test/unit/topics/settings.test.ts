import { describe, expect, test } from 'vitest';
import { brokerDefaults, cluster, planFor, topic, wanted } from './builders.js';

const configs = (settings: Readonly<Record<string, string>>, exact = false) => [
  wanted({ configs: settings, exact }),
];
const overridden = (overrides: Readonly<Record<string, string>>) =>
  cluster({ topics: [topic({ overrides })] });
const asWanted = { changes: [], refusals: [], notices: [], unchanged: 1 };

describe('a setting that differs', () => {
  test('is set, and only that', () => {
    const plan = planFor(configs({ 'retention.ms': '864000000' }), overridden({ 'retention.bytes': '5' }));
    expect(plan.changes[0]).toEqual({
      kind: 'topic',
      name: 'orders',
      action: 'change',
      severity: 'safe',
      fields: [
        {
          name: 'retention.ms',
          before: '604800000',
          after: '864000000',
          shown: { before: '7d', after: '10d' },
        },
      ],
      cautions: [],
      work: { settings: [{ operation: 'set', key: 'retention.ms', value: '864000000' }] },
    });
  });

  test.each([
    ['retention.ms', '5400000', '-1', '90m', 'unlimited'],
    ['retention.bytes', '1073741824', '1610612736', '1GiB', '1536MiB'],
    ['max.message.bytes', '1048588', '2097152', '1048588', '2MiB'],
    ['compression.type', 'producer', 'zstd', 'producer', 'zstd'],
    ['min.cleanable.dirty.ratio', '0.5', '0.25', '0.5', '0.25'],
  ])('%s: %s → %s is shown as people say it', (key, before, after, shownBefore, shownAfter) => {
    const [change] = planFor(configs({ [key]: after }), overridden({ [key]: before })).changes;
    expect(change?.fields).toEqual([
      { name: key, before, after, shown: { before: shownBefore, after: shownAfter } },
    ]);
  });

  test.each([
    ['cleanup.policy', 'compact,delete', 'delete,compact'],
    ['cleanup.policy', 'compact,delete', 'compact, delete'],
    ['min.cleanable.dirty.ratio', '0.5', '0.50'],
    ['compression.type', 'zstd', 'ZSTD'],
    ['preallocate', 'true', 'TRUE'],
  ])('in writing only is no change: %s %s and "%s"', (key, value, there) => {
    expect(planFor(configs({ [key]: value }), overridden({ [key]: there }))).toMatchObject(asWanted);
  });

  test('and makes the largest record smaller comes with a caution', () => {
    const smaller = planFor(configs({ 'max.message.bytes': '1000' }), overridden({}));
    expect(smaller.changes[0]).toMatchObject({
      severity: 'safe',
      cautions: ['producers that send larger records than max.message.bytes will be refused'],
    });
    const larger = planFor(configs({ 'max.message.bytes': '2000000' }), overridden({}));
    expect(larger.changes[0]?.cautions).toEqual([]);
  });
});

describe('a wanted value that is in effect but not pinned on the topic', () => {
  const sevenDays = configs({ 'retention.ms': '604800000' });

  test('is unchanged', () => {
    expect(planFor(sevenDays, overridden({}))).toMatchObject(asWanted);
  });

  test('is set with --pin', () => {
    const [change] = planFor(sevenDays, overridden({}), { pin: true }).changes;
    expect(change).toMatchObject({
      severity: 'safe',
      fields: [{ before: '604800000', after: '604800000', note: 'in effect already; pinned on the topic' }],
      work: { settings: [{ operation: 'set', key: 'retention.ms', value: '604800000' }] },
    });
  });

  test('is left alone with --pin once it is pinned', () => {
    const pinned = overridden({ 'retention.ms': '604800000' });
    expect(planFor(sevenDays, pinned, { pin: true })).toMatchObject(asWanted);
  });
});

describe('a setting that the broker does not report', () => {
  const tiered = { 'remote.storage.enable': 'true' };
  const { 'remote.storage.enable': _, ...defaults } = brokerDefaults;

  test('is named once for all topics, and is no change for ever', () => {
    const names = ['a', 'b', 'c'];
    const observed = cluster({ topics: names.map((name) => topic({ name, defaults })) });
    const declared = names.map((name) => wanted({ name, configs: tiered }));
    expect(planFor(declared, observed)).toEqual({
      noun: 'topic',
      changes: [],
      refusals: [],
      notices: [
        {
          kind: 'unsupported setting',
          text: 'not supported by this cluster',
          names: ['remote.storage.enable'],
        },
      ],
      unchanged: 3,
    });
  });

  test('is left out of new topics, too', () => {
    const observed = cluster({ topics: [topic({ name: 'other', defaults })] });
    const plan = planFor(configs({ ...tiered, 'retention.ms': '5' }), observed);
    expect(plan.changes[0]?.work.create?.configs).toEqual({ 'retention.ms': '5' });
    expect(plan.notices).toEqual([
      {
        kind: 'unsupported setting',
        text: 'not supported by this cluster',
        names: ['remote.storage.enable'],
      },
    ]);
  });

  test('is sent where nothing is known about the cluster', () => {
    expect(planFor(configs(tiered), cluster()).changes[0]?.work.create?.configs).toEqual(tiered);
  });
});
