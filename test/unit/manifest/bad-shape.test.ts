import { describe, expect, test } from 'vitest';
import { complaintOf, lines, messagesOf, withTopics } from './reading.js';

const of = (body: string) => messagesOf(withTopics(`orders: ${body}`));
const atTop = (text: string) => messagesOf(`version: 1\ntopics: {}\n${text}\n`);

test('a mistake is shown with file, line, column, the line and what was probably meant', async () => {
  const text = lines`
    version: 1
    topics:
      reservation.events:
        partitions: 3
        retension: 3d
  `;
  expect(await complaintOf(text)).toBe(lines`
    topics.yaml:5:5 unknown key "retension" (did you mean "retention.ms"?)
       5 |     retension: 3d
         |     ^^^^^^^^^
  `);
});

test('every mistake of a file is shown, in its order', async () => {
  const text = lines`
    version: 1
    defaults: { replicas: 1 }
    topics:
      orders: { partitions: none }
      orders.dlq: { config: {} }
  `;
  expect(await complaintOf(text)).toBe(lines`
    topics.yaml:2:13 unknown key "replicas" (did you mean "replicationFactor"?)
       2 | defaults: { replicas: 1 }
         |             ^^^^^^^^
    topics.yaml:4:25 partitions: expected a number, got "none"
       4 |   orders: { partitions: none }
         |                         ^^^^
    topics.yaml:5:17 unknown key "config" (did you mean "configs"?)
       5 |   orders.dlq: { config: {} }
         |                 ^^^^^^
  `);
});

describe('an unknown key of a topic', () => {
  test.each([
    ['replicas', '(did you mean "replicationFactor"?)'],
    ['replica', '(did you mean "replicationFactor"?)'],
    ['replication', '(did you mean "replicationFactor"?)'],
    ['replication_factor', '(did you mean "replicationFactor"?)'],
    ['replication-factor', '(did you mean "replicationFactor"?)'],
    ['replicationfactor', '(did you mean "replicationFactor"?)'],
    ['num_partitions', '(did you mean "partitions"?)'],
    ['partition', '(did you mean "partitions"?)'],
    ['config', '(did you mean "configs"?)'],
    ['setting', '(did you mean "configs"?)'],
    ['foreach', '(did you mean "forEach"?)'],
    ['retention', '(did you mean "retention.ms"?)'],
    ['cleanup-policy', '(did you mean "cleanup.policy"?)'],
    ['owner', ''],
    ['constructor', ''],
    ['toString', ''],
  ])('%s %s', async (key, meant) => {
    expect(await of(`{ ${key}: 1 }`)).toEqual([`unknown key "${key}" ${meant}`.trimEnd()]);
  });

  test.each(['retention.ms', 'cleanup.policy', 'min.insync.replicas'])(
    '%s that is a setting belongs elsewhere',
    async (key) => {
      const message = `"${key}" is a setting: it belongs under configs`;
      expect(await of(`{ ${key}: 1 }`)).toEqual([message]);
      expect(await atTop(`defaults: { ${key}: 1 }`)).toEqual([message]);
    },
  );
});

describe('a wrong type', () => {
  test.each([
    ['3', 'orders: expected keys with values, got 3'],
    ['[partitions]', 'orders: expected keys with values, got a list'],
    ['{ partitions: "3" }', 'partitions: expected a number, got "3"'],
    ['{ partitions: }', 'partitions: expected a number, got nothing'],
    ['{ partitions: 0 }', 'partitions: expected a whole number of partitions, at least 1'],
    ['{ partitions: -1 }', 'partitions: expected a whole number of partitions, at least 1'],
    ['{ partitions: 1.5 }', 'partitions: expected a whole number of partitions, at least 1'],
    ['{ partitions: 1e30 }', 'partitions: expected a whole number of partitions, at most 2147483647'],
    ['{ partitions: 2147483648 }', 'partitions: expected a whole number of partitions, at most 2147483647'],
    ['{ replicationFactor: all }', 'replicationFactor: expected a number, got "all"'],
    ['{ replicationFactor: 0 }', 'replicationFactor: expected a whole number of replicas, at least 1'],
    ['{ replicationFactor: 32768 }', 'replicationFactor: expected a whole number of replicas, at most 32767'],
    ['{ configs: [] }', 'configs: expected keys with values, got a list'],
    ['{ configs: retention.ms }', 'configs: expected keys with values, got "retention.ms"'],
    [
      '{ configs: { retention.ms: { days: 3 } } }',
      'retention.ms: expected text or a number or true or false or a list or nothing, got keys with values',
    ],
  ])('of a topic: %s', async (body, message) => {
    expect(await of(body)).toEqual([message]);
  });

  test.each([
    ['environment: 3', 'environment: expected text, got 3'],
    ['clusterId: []', 'clusterId: expected text, got a list'],
    ['configs: strict', 'configs: expected "keep" or "exact", got "strict"'],
    ['defaults: 3', 'defaults: expected keys with values, got 3'],
    ['defaults: { partitions: 0 }', 'partitions: expected a whole number of partitions, at least 1'],
    ['scope: orders.*', 'scope: expected keys with values, got "orders.*"'],
    ['scope: {}', '"include" is missing'],
    ['scope: { include: [] }', 'include: the list is empty'],
    ['scope: { include: "*" }', 'include: expected a list, got "*"'],
    ['scope: { include: ["*"], exclude: [1] }', 'item: expected text, got 1'],
    ['scope: { include: ["*"], excludes: [] }', 'unknown key "excludes" (did you mean "exclude"?)'],
    ['default: {}', 'unknown key "default" (did you mean "defaults"?)'],
    ['constructor: {}', 'unknown key "constructor"'],
  ])('of the file: %s', async (text, message) => {
    expect(await atTop(text)).toEqual([message]);
  });

  test.each([
    ['', 'expected keys with values, got nothing'],
    ['orders', 'expected keys with values, got "orders"'],
    ['- version: 1', 'expected keys with values, got a list'],
    ['topics: {}', '"version" is missing'],
    ['version: 1', '"topics" is missing'],
    ['version: 2\ntopics: {}', 'version: expected 1, got 2'],
    ['version: "1"\ntopics: {}', 'version: expected 1, got "1"'],
    ['version: 1\ntopics:', 'topics: expected keys with values, got nothing'],
    ['version: 1\ntopics: [orders]', 'topics: expected keys with values, got a list'],
  ])('of it all: %j', async (text, message) => {
    expect(await messagesOf(text)).toEqual([message]);
  });
});

test('a topic that stands there twice is a mistake', async () => {
  const complaint = await complaintOf(withTopics('orders: {}\norders.dlq: {}\norders: {}'));
  expect(complaint).toMatch('topics.yaml:5:3 this key stands here twice\n   5 |   orders: {}\n');
});
