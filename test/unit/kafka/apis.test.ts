import { describe, expect, test } from 'vitest';
import { isFlexible } from '../../../src/lib/kafka/wire/api.js';
import { apis } from './apis.js';

const never = Number.POSITIVE_INFINITY;

/** From the protocol guide: the key, and the first version with compact encodings. */
const protocol: Readonly<Record<string, { key: number; flexibleFrom: number; effect: 'read' | 'change' }>> = {
  AlterPartitionReassignments: { key: 45, flexibleFrom: 0, effect: 'change' },
  ApiVersions: { key: 18, flexibleFrom: 3, effect: 'read' },
  ConsumerGroupDescribe: { key: 69, flexibleFrom: 0, effect: 'read' },
  CreatePartitions: { key: 37, flexibleFrom: 2, effect: 'change' },
  CreateTopics: { key: 19, flexibleFrom: 5, effect: 'change' },
  DeleteGroups: { key: 42, flexibleFrom: 2, effect: 'change' },
  DeleteRecords: { key: 21, flexibleFrom: 2, effect: 'change' },
  DeleteTopics: { key: 20, flexibleFrom: 4, effect: 'change' },
  DescribeConfigs: { key: 32, flexibleFrom: 4, effect: 'read' },
  DescribeGroups: { key: 15, flexibleFrom: 5, effect: 'read' },
  DescribeLogDirs: { key: 35, flexibleFrom: 2, effect: 'read' },
  DescribeQuorum: { key: 55, flexibleFrom: 0, effect: 'read' },
  ElectLeaders: { key: 43, flexibleFrom: 2, effect: 'change' },
  Fetch: { key: 1, flexibleFrom: 12, effect: 'read' },
  FindCoordinator: { key: 10, flexibleFrom: 3, effect: 'read' },
  Heartbeat: { key: 12, flexibleFrom: 4, effect: 'read' },
  IncrementalAlterConfigs: { key: 44, flexibleFrom: 1, effect: 'change' },
  JoinGroup: { key: 11, flexibleFrom: 6, effect: 'change' },
  LeaveGroup: { key: 13, flexibleFrom: 4, effect: 'change' },
  ListGroups: { key: 16, flexibleFrom: 3, effect: 'read' },
  ListOffsets: { key: 2, flexibleFrom: 6, effect: 'read' },
  ListPartitionReassignments: { key: 46, flexibleFrom: 0, effect: 'read' },
  Metadata: { key: 3, flexibleFrom: 9, effect: 'read' },
  OffsetCommit: { key: 8, flexibleFrom: 8, effect: 'change' },
  OffsetFetch: { key: 9, flexibleFrom: 6, effect: 'read' },
  Produce: { key: 0, flexibleFrom: 9, effect: 'change' },
  SaslHandshake: { key: 17, flexibleFrom: never, effect: 'read' },
  ShareGroupDescribe: { key: 77, flexibleFrom: 0, effect: 'read' },
  SyncGroup: { key: 14, flexibleFrom: 4, effect: 'change' },
};

test('every request of the table is spoken, and no other', () => {
  expect(apis.map(({ name }) => name).sort()).toEqual(Object.keys(protocol));
});

describe.each(apis.map((api) => ({ name: api.name, api })))('$name', ({ name, api }) => {
  test('has the key of the protocol', () => {
    expect(api.key).toBe(protocol[name]?.key);
  });

  test('is repeated after a lost connection only when it reads', () => {
    expect(api.effect).toBe(protocol[name]?.effect);
  });

  test('has its versions oldest first, each in the encoding of the protocol', () => {
    expect(api.versions).toEqual([...api.versions].sort((a, b) => a - b));
    const first = protocol[name]?.flexibleFrom ?? never;
    expect(api.versions.map((version) => isFlexible(api, version))).toEqual(
      api.versions.map((version) => version >= first),
    );
  });
});
