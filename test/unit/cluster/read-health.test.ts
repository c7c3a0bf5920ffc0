import { describe, expect, test, vi } from 'vitest';
import { readHealth } from '../../../src/lib/cluster/read-health.js';
import { InterruptedError } from '../../../src/lib/errors.js';
import {
  KafkaConnectionError,
  LostConnectionError,
  UnsupportedByClusterError,
} from '../../../src/lib/kafka/errors.js';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import { describeLogDirs } from '../../../src/lib/kafka/requests/describe-log-dirs.js';
import { listPartitionReassignments } from '../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata, type TopicMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import type { Api } from '../../../src/lib/kafka/wire/api.js';
import { refused } from '../topics/io/answers.js';
import { ScriptedClient } from '../topics/io/scripted-client.js';
import { brokers, partition, topic } from './builders.js';

const moves = { error: undefined, partitions: [] };
const noDisk = { errors: [], replicas: [], volumes: [{ totalBytes: 10n, usableBytes: 5n }] };
const orders = topic('orders', partition([1, 2]), partition([2, 1], { inSync: [2] }));

/** A cluster of two brokers that answers everything; `min.insync.replicas` is 1. */
function cluster(...topics: readonly TopicMetadata[]) {
  const client = new ScriptedClient();
  client.speaks = 1;
  client.always(metadata, { brokers: brokers(1, 2), clusterId: 'c1', controllerId: 1, topics });
  client.always(listPartitionReassignments, moves);
  client.always(describeLogDirs, noDisk);
  client.always(describeConfigs, ({ resources }) =>
    resources.map((resource) => ({
      ...resource,
      error: undefined,
      entries: [{ name: 'min.insync.replicas', value: '1', source: 'default' as const }],
    })),
  );
  return client;
}

const read = (client: ScriptedClient, ...patterns: readonly string[]) =>
  readHealth(client, { patterns, clock: { now: () => 0 } });

test('asks once for the cluster, once for each broker, and for 500 topics at a time', async () => {
  const many = Array.from({ length: 1_001 }, (_, index) => topic(`t${index}`, partition([1])));
  const client = cluster(...many);
  const { topics, partitions, troubled } = await read(client);
  expect({ topics, partitions, troubled }).toEqual({ topics: 1_001, partitions: 1_001, troubled: [] });
  const counts = [metadata, listPartitionReassignments, describeConfigs, describeLogDirs].map(
    (api) => client.of(api).length,
  );
  expect(counts).toEqual([1, 1, 3, 2]);
  expect(client.requests(describeConfigs).map(({ keys }) => keys)).toEqual(
    Array.from({ length: 3 }, () => ['min.insync.replicas']),
  );
  expect(client.requests(describeLogDirs)).toEqual([{ topics: null }, { topics: null }]);
});

test('of chosen topics alone: their partitions, their brokers, their bytes', async () => {
  const client = cluster(orders, topic('users', partition([9], { leader: -1, inSync: [] })));
  const report = await read(client, 'ord*', 'orders', 'nope', 'no*');
  expect(report).toMatchObject({ topics: 1, partitions: 2, unknown: [{ name: 'nope' }] });
  expect(report.brokers.map(({ id }) => id)).toEqual([1, 2]);
  expect(client.requests(describeLogDirs)[0]?.topics).toEqual([{ name: 'orders', partitions: [0, 1] }]);
});

test('knows what moves, and does not miss what is only being added', async () => {
  const client = cluster(topic('orders', partition([3, 1, 2], { leader: 1, inSync: [1, 2] })));
  const move = { name: 'orders', partition: 0, replicas: [3, 1, 2], adding: [3], removing: [1] };
  client.once(listPartitionReassignments, {
    error: undefined,
    partitions: [move, { ...move, name: 'other' }],
  });
  expect(await read(client)).toMatchObject({ troubled: [], moving: [move], unread: [] });
});

test.each([
  ['there is none', [], noDisk, 'empty'],
  ['brokers have some', [], { ...noDisk, replicas: [{ name: 'a', partition: 0, bytes: 1n }] }, 'hidden'],
  ['brokers do not say', [], { errors: [], replicas: [], volumes: [] }, 'unclear'],
  ['none matches', ['a*'], noDisk, 'unclear'],
] as const)('no topics: %s', async (_, patterns, disks, nothing) => {
  const client = cluster().always(describeLogDirs, disks);
  expect((await read(client, ...patterns)).nothing).toBe(nothing);
});

describe('what can not be read is left out, and said', () => {
  const right = 'no right to ask for it (Describe on the cluster)';
  const unknownRequest = "this cluster doesn't know the request";

  test('moves, for want of a right', async () => {
    const client = cluster(orders).once(listPartitionReassignments, {
      ...moves,
      error: refused('clusterAuthorizationFailed'),
    });
    expect((await read(client)).unread).toEqual([
      { what: 'replicas that are being moved', kind: 'right', why: right },
    ]);
  });

  test('moves, of a cluster that does not know the request', async () => {
    const client = cluster(orders).once(listPartitionReassignments, new UnsupportedByClusterError('x'));
    client.speaks = undefined;
    expect((await read(client)).unread).toEqual([
      { what: 'replicas that are being moved', kind: 'unsupported', why: unknownRequest },
    ]);
  });

  test('moves, where no controller answers', async () => {
    const lost = new LostConnectionError('gone', true, null);
    const { unread, troubled } = await read(cluster(orders).once(listPartitionReassignments, lost));
    expect(unread).toEqual([{ what: 'replicas that are being moved', kind: 'no answer', why: 'gone' }]);
    expect(troubled).toHaveLength(1);
  });

  const denied = (name: string) => ({
    ...{ type: 'topic' as const, name, entries: [], error: refused('topicAuthorizationFailed') },
  });
  const configRight = 'no right to ask for it (DescribeConfigs on topics)';

  test('min.insync.replicas of one topic', async () => {
    const client = cluster(orders, topic('users', partition([1, 2], { inSync: [1] })));
    client.once(describeConfigs, ({ resources }) => [
      {
        type: 'topic' as const,
        name: 'orders',
        error: undefined,
        entries: [{ name: 'min.insync.replicas', value: '2', source: 'topic' as const }],
      },
      denied(resources[1]?.name ?? ''),
    ]);
    const { troubled, knowsMinIsr, unread } = await read(client);
    expect(troubled.map(({ topic: name, id, troubles }) => [name, id, troubles])).toEqual([
      ['orders', 1, ['under min ISR', 'under-replicated']],
      ['users', 0, ['under-replicated']],
      ['orders', 0, ['at min ISR']],
    ]);
    expect(knowsMinIsr).toBe(true);
    expect(unread).toEqual([{ what: 'min.insync.replicas of users', kind: 'right', why: configRight }]);
  });

  test('min.insync.replicas of all topics', async () => {
    const client = cluster(orders, topic('users')).once(describeConfigs, [denied('orders'), denied('users')]);
    const { knowsMinIsr, unread } = await read(client);
    expect({ knowsMinIsr, unread }).toEqual({
      knowsMinIsr: false,
      unread: [{ what: 'min.insync.replicas', kind: 'right', why: configRight }],
    });
  });

  test('a topic that was deleted meanwhile is not said', async () => {
    const gone = {
      type: 'topic' as const,
      name: 'orders',
      entries: [],
      error: refused('unknownTopicOrPartition'),
    };
    expect((await read(cluster(orders).once(describeConfigs, [gone]))).unread).toEqual([]);
  });

  test('disks: no right, by an error or by an empty answer; a broker that does not answer', async () => {
    const noRight = { errors: [refused('clusterAuthorizationFailed')], replicas: [], volumes: [] };
    const empty = { errors: [], replicas: [], volumes: [] };
    const both = await read(cluster(orders).once(describeLogDirs, noRight, empty));
    expect(both.unread).toEqual([{ what: 'disk', kind: 'right', why: right }]);
    expect(both.brokers.map(({ disk }) => disk)).toEqual([undefined, undefined]);

    const lost = new KafkaConnectionError("Can't reach b2:9092");
    const one = await read(cluster(orders).once(describeLogDirs, noDisk, lost));
    expect(one.unread).toEqual([{ what: 'disk of broker 2', kind: 'no answer', why: "Can't reach b2:9092" }]);

    expect(one.brokers.find(({ id }) => id === 2)?.notes).toContain('does not answer');

    const old = new UnsupportedByClusterError('DescribeLogDirs');
    const none = await read(cluster(orders).once(describeLogDirs, old, old));
    expect(none.unread).toEqual([{ what: 'disk', kind: 'unsupported', why: unknownRequest }]);
  });

  test('a broken disk is no missing right', async () => {
    const broken = { code: 56, name: 'KAFKA_STORAGE_ERROR', message: null };
    const client = cluster(orders).once(describeLogDirs, { errors: [broken], replicas: [], volumes: [] });
    const { unread, brokers: judged } = await read(client);
    expect(unread).toEqual([]);
    expect(judged[0]).toMatchObject({
      id: 1,
      notes: expect.arrayContaining(['1 log directory out of use: a broken disk']),
    });
  });
});

test.each<[string, Api<never, unknown>, Error]>([
  ['the cluster', metadata, new KafkaConnectionError('gone')],
  ['settings', describeConfigs, new LostConnectionError('gone', true, null)],
  ['disks, by an interruption', describeLogDirs, new InterruptedError('SIGINT')],
  ['disks, by a mistake of ours', describeLogDirs, new TypeError('oops')],
])('without an answer for %s there is no report', async (_, api, error) => {
  await expect(read(cluster(orders).once(api, error))).rejects.toBe(error);
});

describe('after a slow round', () => {
  const well = topic('orders', partition([1, 2]));
  const lead = topic('orders', partition([1, 2], { leader: -1, inSync: [] }));
  const seen = (found: TopicMetadata, ids = [1, 2]) => ({
    ...{ brokers: brokers(...ids), clusterId: 'c1', controllerId: 1, topics: [found] },
  });

  /** Brokers take so long for their disks; milliseconds. */
  function slow(ms: number, client: ScriptedClient) {
    let now = 0;
    client.once(metadata, seen(well)).once(describeLogDirs, () => {
      now += ms;
      return noDisk;
    });
    return readHealth(client, { patterns: [], clock: { now: () => now } });
  }

  test('what is judged is read again', async () => {
    const move = { name: 'orders', partition: 0, replicas: [3, 1, 2], adding: [3], removing: [1] };
    const client = cluster(well).once(listPartitionReassignments, moves, { ...moves, partitions: [move] });
    client.always(metadata, seen(lead, [1]));
    expect(await slow(5_001, client)).toMatchObject({
      at: 5_001,
      metadata: seen(lead, [1]),
      troubled: [{ topic: 'orders', troubles: ['offline', 'under min ISR', 'under-replicated'] }],
      moving: [move],
      brokers: [{ id: 2, listed: undefined }, { id: 1 }],
    });
  });

  test('moves that nobody told of are not asked for again', async () => {
    const lost = new LostConnectionError('gone', true, null);
    const client = cluster(well).once(listPartitionReassignments, lost);
    const { at, unread } = await slow(5_001, client);
    expect({ at, unread: unread.map(({ why }) => why) }).toEqual({ at: 5_001, unread: ['gone'] });
    expect(client.of(listPartitionReassignments)).toHaveLength(1);
  });

  test('but not after a quick one', async () => {
    const client = cluster(well);
    client.always(metadata, seen(lead));
    expect(await slow(5_000, client)).toMatchObject({ at: 0, troubled: [] });
  });
});

test('a broker that hangs is waited for ten seconds, and longer where a person says so', async () => {
  const limits: number[] = [];
  const real = AbortSignal.timeout.bind(AbortSignal);
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    limits.push(ms);
    return real(1);
  });
  try {
    const hanging = () => cluster(orders).once(describeLogDirs, noDisk, () => new Promise<never>(() => {}));
    const { brokers: judged, unread } = await read(hanging());
    expect(unread).toEqual([{ what: 'disk of broker 2', kind: 'no answer', why: 'no answer within 10 s' }]);
    expect(judged.map(({ id, isSilent }) => [id, isSilent])).toEqual([
      [2, true],
      [1, false],
    ]);
    await readHealth(hanging(), { patterns: [], clock: { now: () => 0 }, timeoutMs: 60_000 });
    expect(limits).toEqual([10_000, 60_000]);
  } finally {
    timeout.mockRestore();
  }
});
