import { describe, expect, test } from 'vitest';
import type { TopicUsage } from '../../../src/lib/topics/model.js';
import { cluster, planFor, topic, wanted } from './builders.js';

type Settings = Readonly<Record<string, string>>;

const planned = (there: Settings, wish: Settings, options: { exact?: boolean; usage?: TopicUsage } = {}) => {
  const { exact = false, usage } = options;
  const observed = cluster({
    topics: [topic({ overrides: there })],
    usage: new Map(usage === undefined ? [] : [['orders', usage]]),
  });
  return planFor([wanted({ configs: wish, exact })], observed).changes[0];
};

describe('what takes data away is destructive, and says what', () => {
  test.each<[Settings, Settings, string]>([
    [{ 'retention.ms': '604800000' }, { 'retention.ms': '259200000' }, 'deletes what is older than 3d'],
    [{ 'retention.ms': '-1' }, { 'retention.ms': '3600000' }, 'deletes what is older than 1h'],
    [
      { 'retention.bytes': '-1' },
      { 'retention.bytes': '1073741824' },
      'deletes the oldest of what a partition holds over 1GiB',
    ],
    [
      { 'cleanup.policy': 'compact' },
      { 'cleanup.policy': 'delete' },
      'deletes what is older or larger than the retention allows',
    ],
    [
      { 'cleanup.policy': 'compact' },
      { 'cleanup.policy': 'compact,delete' },
      'deletes what is older or larger than the retention allows',
    ],
    [
      { 'cleanup.policy': 'delete' },
      { 'cleanup.policy': 'compact' },
      'keeps only the last record of each key',
    ],
    [
      { 'cleanup.policy': 'delete' },
      { 'cleanup.policy': 'compact,delete' },
      'keeps only the last record of each key',
    ],
    [
      { 'remote.storage.enable': 'true' },
      { 'remote.storage.enable': 'false' },
      'gives up what lies in remote storage',
    ],
  ])('%j → %j', (there, wish, note) => {
    const change = planned(there, wish);
    expect(change?.severity).toBe('destructive');
    expect(change?.fields.map((field) => field.note)).toEqual([note]);
  });

  test('compact → delete also makes a lower retention bite', () => {
    const change = planned(
      { 'cleanup.policy': 'compact' },
      { 'cleanup.policy': 'delete', 'retention.ms': '1000' },
    );
    expect(change?.fields.map(({ note }) => note)).toEqual([
      'deletes what is older or larger than the retention allows',
      'deletes what is older than 1s',
    ]);
  });
});

describe('what takes nothing away is safe', () => {
  test.each<[Settings, Settings]>([
    [{ 'retention.ms': '259200000' }, { 'retention.ms': '604800000' }],
    [{ 'retention.ms': '259200000' }, { 'retention.ms': '-1' }],
    [{ 'retention.bytes': '5' }, { 'retention.bytes': '-1' }],
    [{ 'retention.bytes': '5' }, { 'retention.bytes': '6' }],
    [{ 'cleanup.policy': 'compact,delete' }, { 'cleanup.policy': 'compact' }],
    [{ 'cleanup.policy': 'compact,delete' }, { 'cleanup.policy': 'delete' }],
    [{ 'cleanup.policy': 'compact' }, { 'cleanup.policy': 'compact', 'retention.ms': '5' }],
    [{ 'cleanup.policy': 'compact,delete' }, { 'cleanup.policy': 'compact', 'retention.ms': '5' }],
    [{ 'remote.storage.enable': 'false' }, { 'remote.storage.enable': 'true' }],
  ])('%j → %j', (there, wish) => {
    const change = planned(there, wish);
    expect(change?.severity).toBe('safe');
    expect(change?.fields.map((field) => field.note)).not.toContainEqual(expect.anything());
  });
});

describe('removing an override is destructive where the default, which is not known, may take more', () => {
  test.each<[Settings, string]>([
    [{ 'retention.ms': '5' }, "deletes what is older than the cluster's default"],
    [{ 'retention.bytes': '5' }, "deletes the oldest of what a partition holds over the cluster's default"],
    [{ 'cleanup.policy': 'compact' }, 'deletes what is older or larger than the retention allows'],
    [{ 'cleanup.policy': 'delete' }, 'keeps only the last record of each key'],
    [{ 'remote.storage.enable': 'true' }, 'gives up what lies in remote storage'],
  ])('%j', (there, note) => {
    const change = planned(there, {}, { exact: true });
    expect(change).toMatchObject({ severity: 'destructive', fields: [{ after: null, note }] });
  });
});

test('a value that the broker keeps to itself may be lowered by any other', () => {
  const hidden = topic();
  const settings = new Map([...(hidden.settings ?? []), ['retention.ms', { value: null, isOverride: true }]]);
  const declared = [wanted({ configs: { 'retention.ms': '604800000' } })];
  const [change] = planFor(declared, cluster({ topics: [{ ...hidden, settings }] })).changes;
  expect(change).toMatchObject({ severity: 'destructive', fields: [{ before: null, after: '604800000' }] });
});

describe('what is in the topic now stands beside the loss', () => {
  const shorter = [{ 'retention.ms': '10' }, { 'retention.ms': '5', 'compression.type': 'zstd' }] as const;

  test.each<[string, TopicUsage]>([
    [
      '; there now: 1.2 GiB in 34,000 records',
      { bytes: 1_288_490_189n, records: 34_000n, groups: undefined },
    ],
    ['; there now: 512 B in 1 record', { bytes: 512n, records: 1n, groups: undefined }],
    ['; there now: nothing', { bytes: undefined, records: 0n, groups: undefined }],
    ['; there now: 0 B', { bytes: 0n, records: undefined, groups: undefined }],
    ['', { bytes: undefined, records: undefined, groups: undefined }],
  ])('"%s"', (contents, usage) => {
    const notes = planned(...shorter, { usage })?.fields.map(({ note }) => note);
    expect(notes).toEqual([`deletes what is older than 5ms${contents}`, undefined]);
  });
});
