import { expect, test } from 'vitest';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { describeLogDirs, type ReplicaSize } from '../../../../src/lib/kafka/requests/describe-log-dirs.js';
import {
  listOffsets,
  offsetOf,
  type PartitionOffset,
} from '../../../../src/lib/kafka/requests/list-offsets.js';
import { readUsage } from '../../../../src/lib/topics/usage.js';
import { brokers, placed, topic } from '../builders.js';
import { refused } from './answers.js';
import { ScriptedClient } from './scripted-client.js';

const orders = topic({ name: 'my orders', placed: placed([1, 2], [2, 1]) });
const users = topic({ name: 'users', placed: placed([2]) });

const size = (name: string, partition: number, bytes: bigint): ReplicaSize => ({ name, partition, bytes });
const offset = (name: string, partition: number, at: bigint): PartitionOffset => ({
  name,
  partition,
  offset: at,
  error: undefined,
});

function cluster() {
  const client = new ScriptedClient();
  client.always(describeLogDirs, (_, { broker }) => ({
    errors: [],
    volumes: [],
    replicas:
      broker === 1
        ? [size('my orders', 0, 10n), size('my orders', 1, 4n)]
        : [size('my orders', 0, 7n), size('my orders', 1, 5n), size('users', 0, 0n)],
  }));
  client.always(listOffsets, ({ timestamp }, { broker }) => {
    const at = timestamp === offsetOf.latest ? 100n : 40n;
    return broker === 1 ? [offset('my orders', 0, at)] : [offset('my orders', 1, at), offset('users', 0, 7n)];
  });
  const read = (topics = [orders, users]) =>
    readUsage(client, { brokers: brokers(2), topics, readersOf: new Set() });
  return { client, read };
}

test('bytes are those of the largest copy of each partition, records the distance between its ends', async () => {
  const { client, read } = cluster();
  expect(Object.fromEntries(await read())).toEqual({
    'my orders': { bytes: 15n, records: 120n, groups: undefined },
    users: { bytes: 0n, records: 0n, groups: undefined },
  });
  expect(client.brokers(describeLogDirs)).toEqual([1, 2]);
  expect(client.brokers(listOffsets)).toEqual([1, 1, 2, 2]);
  expect(client.requests(listOffsets)[0]?.topics).toEqual([
    { name: 'my orders', partitions: [0] },
    { name: 'users', partitions: [] },
  ]);
});

test.each<[string, Error | { errors: ReturnType<typeof refused>[]; replicas: []; volumes: [] }]>([
  ['lost', new LostConnectionError('gone', true, null)],
  ['refused', { errors: [refused('clusterAuthorizationFailed')], replicas: [], volumes: [] }],
])('bytes are unknown when the answer of one broker is %s, and records are not', async (_, answer) => {
  const { client, read } = cluster();
  client.once(describeLogDirs, answer);
  expect((await read()).get('my orders')).toMatchObject({ bytes: undefined, records: 120n });
});

test('bytes of a topic are unknown when no broker has one of its partitions, and those of others are not', async () => {
  const { client, read } = cluster();
  const replicas = [size('my orders', 0, 10n), size('users', 0, 3n)];
  client.always(describeLogDirs, { errors: [], replicas, volumes: [] });
  const usage = await read();
  expect([usage.get('my orders')?.bytes, usage.get('users')?.bytes]).toEqual([undefined, 3n]);
});

test.each<[string, Error | PartitionOffset[]]>([
  ['lost', new LostConnectionError('gone', true, null)],
  ['refused', [{ ...offset('my orders', 0, -1n), error: refused('topicAuthorizationFailed') }]],
])('records are unknown when an answer is %s, and bytes are not', async (_, answer) => {
  const { client, read } = cluster();
  client.once(listOffsets, answer);
  expect((await read()).get('my orders')).toMatchObject({ bytes: 15n, records: undefined });
});

test('records are unknown while a partition has no leader, whom nobody asks then', async () => {
  const { client, read } = cluster();
  const headless = { ...orders, partitions: placed([1], []) };
  expect((await read([headless])).get('my orders')?.records).toBeUndefined();
  expect(client.of(listOffsets)).toEqual([]);
});
