import { describe, expect, test } from 'vitest';
import { complaintOf, lines, messagesOf, topicsOf, withTopics } from './reading.js';

const of = (setting: string) => messagesOf(withTopics(`orders: { configs: { ${setting} } }`));

test('a value that Kafka would refuse is marked itself', async () => {
  expect(await complaintOf(withTopics('orders:\n  configs:\n    retention.ms: 3 fortnights'))).toBe(lines`
    topics.yaml:5:21 retention.ms: expected a duration such as 3d, 12h or 259200000 (milliseconds), got "3 fortnights"
       5 |       retention.ms: 3 fortnights
         |                     ^^^^^^^^^^^^
  `);
});

test('values of defaults are held to the same rules', async () => {
  const text = 'version: 1\ndefaults: { configs: { retention.ms: soon, retension.ms: 3d } }\ntopics: {}\n';
  expect(await messagesOf(text)).toEqual([
    'retention.ms: expected a duration such as 3d, 12h or 259200000 (milliseconds), got "soon"',
    'unknown setting "retension.ms" (did you mean "retention.ms"?)',
  ]);
});

describe('a value that Kafka would refuse', () => {
  const duration = 'expected a duration such as 3d, 12h or 259200000 (milliseconds)';
  const size = 'expected a size such as 1GiB, 512KiB or 1048576 (bytes)';

  test.each([
    ['retention.ms: 3 dayz', `${duration}, got "3 dayz"`],
    ['retention.ms: 1GiB', `${duration}, got "1GiB"`],
    ['retention.ms: 0.0001s', `${duration}, got "0.0001s"`],
    ['retention.ms: ""', `${duration}, got ""`],
    ['retention.ms: true', `${duration}, got "true"`],
    ['retention.ms: 1e3', `${duration}, got "1e3"`],
    ['retention.ms: 0x10', `${duration}, got "0x10"`],
    ['retention.ms: -2', 'expected at least -1, got -2'],
    ['segment.ms: 0', 'expected at least 1, got 0'],
    ['segment.ms: unlimited', `${duration}, got "unlimited"`],
    ['retention.ms: 9223372036854775808', 'expected at most 9223372036854775807, got 9223372036854775808'],
    ['retention.bytes: 3d', `${size}, got "3d"`],
    ['retention.bytes: lots', `${size}, got "lots"`],
    ['segment.bytes: 13', 'expected at least 14, got 13'],
    ['segment.bytes: 2GiB', 'expected at most 2147483647, got 2GiB'],
    ['max.message.bytes: -1', 'expected at least 0, got -1'],
    ['min.insync.replicas: 0', 'expected at least 1, got 0'],
    ['min.insync.replicas: 2.5', 'expected a whole number, got "2.5"'],
    ['min.insync.replicas: 1k', 'expected a whole number, got "1k"'],
    ['compression.zstd.level: -2147483648', 'expected at least -2147483647, got -2147483648'],
    ['min.cleanable.dirty.ratio: 1.01', 'expected a number from 0 to 1, got "1.01"'],
    ['min.cleanable.dirty.ratio: -0.1', 'expected a number from 0 to 1, got "-0.1"'],
    ['min.cleanable.dirty.ratio: half', 'expected a number from 0 to 1, got "half"'],
    ['min.cleanable.dirty.ratio: ""', 'expected a number from 0 to 1, got ""'],
    ['preallocate: yes', 'expected true or false, got "yes"'],
    ['preallocate: 1', 'expected true or false, got "1"'],
    ['compression.type: rar', 'expected one of uncompressed, zstd, lz4, snappy, gzip, producer, got "rar"'],
    ['message.timestamp.type: Now', 'expected one of CreateTime, LogAppendTime, got "Now"'],
    ['cleanup.policy: archive', 'expected compact or delete, or both, got "archive"'],
    ['cleanup.policy: [compact, archive]', 'expected compact or delete, or both, got "archive"'],
    ['cleanup.policy: ""', 'expected compact or delete, or both'],
    ['cleanup.policy: []', 'expected compact or delete, or both'],
    ['cleanup.policy: ","', 'expected compact or delete, or both'],
  ])('%s', async (setting, message) => {
    expect(await of(setting)).toEqual([`${setting.split(':')[0]}: ${message}`]);
  });
});

describe('a setting that Kafka does not have', () => {
  test.each([
    ['retension.ms', 'unknown setting "retension.ms" (did you mean "retention.ms"?)'],
    ['Retention.ms', 'unknown setting "Retention.ms" (did you mean "retention.ms"?)'],
    ['retention.mss', 'unknown setting "retention.mss" (did you mean "retention.ms"?)'],
    ['cleanup-policy', 'unknown setting "cleanup-policy" (did you mean "cleanup.policy"?)'],
    ['min.insync.replica', 'unknown setting "min.insync.replica" (did you mean "min.insync.replicas"?)'],
    ['replication.factor', '"replication.factor" is no setting: write "replicationFactor" beside configs'],
    ['num.partitions', '"num.partitions" is no setting: write "partitions" beside configs'],
  ])('%s is a slip', async (key, message) => {
    expect(await of(`${key}: 1`)).toEqual([message]);
  });

  // A system of its own may have it; the cluster is asked.
  test.each([
    'confluent.value.schema.validation',
    'flush.bytes',
    'initial.retention.local.target.bytes',
    'initial.retention.local.target.ms',
    'redpanda.iceberg.mode',
    'redpanda.leaders.preference',
    'redpanda.remote.delete',
    'redpanda.remote.read',
    'redpanda.remote.write',
    'redpanda.value.schema.id.validation',
    'retention.local.target.bytes',
    'retention.local.target.ms',
    'toString',
    'write.caching',
  ])('%s may belong to another system', (key) => {
    expect(topicsOf(`orders: { configs: { ${key}: " As it is " } }`)[0]?.configs).toEqual({
      [key]: ' As it is ',
    });
  });
});
