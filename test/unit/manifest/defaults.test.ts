import { describe, expect, test } from 'vitest';
import { lines, manifestOf, topicsOf } from './reading.js';

describe('defaults', () => {
  const { topics } = manifestOf(lines`
    version: 1
    defaults:
      partitions: 3
      replicationFactor: 2
      configs: { retention.ms: 7d, cleanup.policy: delete }
    topics:
      orders:
      orders.dlq:
        partitions: 1
        configs: { retention.ms: 30d, compression.type: zstd }
      orders.state:
        replicationFactor: 3
        configs: { cleanup.policy: null, retention.ms: ~ }
  `);
  const [orders, dlq, state] = topics;

  test('hold for a topic that says nothing', () => {
    expect(orders).toEqual({
      name: 'orders',
      partitions: 3,
      replicationFactor: 2,
      configs: { 'retention.ms': '604800000', 'cleanup.policy': 'delete' },
      exact: false,
    });
  });

  test('yield to what a topic says, setting by setting', () => {
    expect(dlq).toMatchObject({ partitions: 1, replicationFactor: 2 });
    expect(dlq?.configs).toEqual({
      'retention.ms': '2592000000',
      'cleanup.policy': 'delete',
      'compression.type': 'zstd',
    });
  });

  test('are taken away by null', () => {
    expect(state).toMatchObject({ partitions: 3, replicationFactor: 3, configs: {} });
    expect(Object.keys(state?.configs ?? {})).toEqual([]);
  });
});

test('what nobody says is left to the cluster', () => {
  expect(topicsOf('orders: {}')).toEqual([
    { name: 'orders', partitions: undefined, replicationFactor: undefined, configs: {}, exact: false },
  ]);
});

test('configs: exact holds for every topic of the file', () => {
  const file = (mode: string) => manifestOf(`version: 1\nconfigs: ${mode}\ntopics: { a: , b: }\n`);
  expect(file('exact').topics.map(({ exact }) => exact)).toEqual([true, true]);
  expect(file('keep').topics.map(({ exact }) => exact)).toEqual([false, false]);
});

test('the guards of a file are read', () => {
  expect(manifestOf('version: 1\nenvironment: dev\nclusterId: c1\ntopics: {}\n')).toEqual({
    file: 'topics.yaml',
    environment: 'dev',
    clusterId: 'c1',
    scope: undefined,
    topics: [],
  });
});

describe('values are read as people write them', () => {
  test.each([
    ['retention.ms: 3d', '259200000'],
    ['retention.ms: 259200000', '259200000'],
    ['retention.ms: "259200000"', '259200000'],
    ['retention.ms: 1.5h', '5400000'],
    ['retention.ms: 2w', '1209600000'],
    ['retention.ms: unlimited', '-1'],
    ['retention.ms: -1', '-1'],
    ['retention.ms: 9223372036854775807', '9223372036854775807'],
    ['retention.bytes: 1GiB', '1073741824'],
    ['retention.bytes: 1 GB', '1000000000'],
    ['retention.bytes: unlimited', '-1'],
    ['local.retention.ms: -2', '-2'],
    ['cleanup.policy: compact', 'compact'],
    ['cleanup.policy: delete, compact', 'compact,delete'],
    ['cleanup.policy: [delete, compact]', 'compact,delete'],
    ['cleanup.policy: Delete', 'delete'],
    ['compression.type: ZSTD', 'zstd'],
    ['message.timestamp.type: logappendtime', 'LogAppendTime'],
    ['preallocate: true', 'true'],
    ['preallocate: "False"', 'false'],
    ['min.cleanable.dirty.ratio: 0.50', '0.5'],
    ['min.cleanable.dirty.ratio: 1', '1'],
    ['min.insync.replicas: 2', '2'],
    ['leader.replication.throttled.replicas: "0:1,1:2"', '0:1,1:2'],
    ['some.other: 0.10', '0.10'],
    ['some.other: [b, a]', 'b,a'],
    ['some.other: true', 'true'],
  ])('%s', (setting, value) => {
    const [key = ''] = setting.split(':');
    expect(topicsOf(`orders:\n  configs:\n    ${setting}`)[0]?.configs).toEqual({ [key]: value });
  });
});
