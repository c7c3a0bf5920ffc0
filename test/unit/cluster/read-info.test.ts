import { describe, expect, test } from 'vitest';
import { infoDocument } from '../../../src/lib/cluster/info-document.js';
import { readInfo } from '../../../src/lib/cluster/read-info.js';
import { infoLines, infoRecords } from '../../../src/lib/cluster/write-info.js';
import { KafkaConnectionError, UnsupportedByClusterError } from '../../../src/lib/kafka/errors.js';
import { type ApiVersionsResponse, apiVersions } from '../../../src/lib/kafka/requests/api-versions.js';
import { describeLogDirs } from '../../../src/lib/kafka/requests/describe-log-dirs.js';
import { describeQuorum } from '../../../src/lib/kafka/requests/describe-quorum.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { refused } from '../topics/io/answers.js';
import { ScriptedClient } from '../topics/io/scripted-client.js';
import { brokers, partition, topic } from './builders.js';

const disk = { errors: [], volumes: [{ totalBytes: 100n, usableBytes: 40n }] };
const quorum = { error: undefined, leader: 3001, voters: [3002, 3001] };

function software(level: number): ApiVersionsResponse {
  const supported = new Map([['metadata.version', { min: 7, max: level }]]);
  return {
    errorCode: 0,
    ranges: new Map(),
    features: { supported, finalized: new Map([['metadata.version', 25]]) },
  };
}

const zooKeeper: ApiVersionsResponse = {
  ...{ errorCode: 0, ranges: new Map([[1, { min: 0, max: 16 }]]) },
  features: { supported: new Map(), finalized: new Map() },
};

const topics = [
  topic('orders', partition([1, 2]), partition([2, 1])),
  { ...topic('__consumer_offsets', partition([1])), internal: true },
];

function cluster(said = software(27), other = said) {
  const client = new ScriptedClient();
  client.always(metadata, { brokers: brokers(2, 1), clusterId: 'c1', controllerId: 2, topics });
  client.always(describeQuorum, quorum);
  client.always(describeLogDirs, (_, { broker = 0 }) => ({
    ...disk,
    replicas: [{ name: 'orders', partition: 0, bytes: 3n * 1024n ** 3n * BigInt(broker) }],
  }));
  return client.always(apiVersions, (_, { broker }) => (broker === 2 ? other : said));
}

const none = { kind: 'kafka', auth: { mechanism: 'none' } } as const;
const text = async (client: ScriptedClient, width = 80) =>
  infoLines(await readInfo(client), none, width).join('\n');

test('on a terminal: facts, and brokers by id', async () => {
  expect(await text(cluster())).toBe(
    `cluster     c1
kind        kafka
version     Kafka 4.1
controller  3001, of the voters 3001, 3002
login       none, without TLS
brokers     2
topics      2, 1 of them internal
partitions  3, with 5 replicas
features    metadata.version 25 (4.0)

BROKER  LEADERS  REPLICAS     DISK  FULL  ADDRESS
     1        2         3  3.0 GiB  60 %  b1:9092
     2        1         2  6.0 GiB  60 %  b2:9092`,
  );
});

test('brokers of several versions, as during an upgrade, are told apart', async () => {
  const shown = await text(cluster(software(27), software(25)));
  expect(shown).toContain('version     Kafka 4.0 and 4.1\n');
  expect(shown).toContain('BROKER  LEADERS  REPLICAS     DISK  FULL  VERSION  ADDRESS\n');
  expect(shown).toContain('     2        1         2  6.0 GiB  60 %  4.0      b2:9092');
});

test('a long address stands under its broker, whole', async () => {
  const host = `b-1.liquibookmsk.${'abc'.repeat(6)}.c2.kafka.ap-northeast-2.amazonaws.com`;
  const [one] = brokers(1);
  const long = {
    brokers: [{ ...one, id: 1, port: 9098, rack: 'apne2-az1', host }],
    clusterId: 'c1',
    controllerId: 1,
    topics,
  };
  const client = cluster().once(metadata, long, long);
  expect(await text(client, 80)).toContain(
    `BROKER  RACK       LEADERS  REPLICAS     DISK  FULL\n     1  apne2-az1        2         3  3.0 GiB  60 %\n    ${host}:9098`,
  );
  expect(await text(client, 140)).toContain(`3.0 GiB  60 %  ${host}:9098`);
});

test('in a pipe: a fact a line', async () => {
  const records = infoRecords(await readInfo(cluster()), none);
  expect(records).toContain('controller\t3001, of the voters 3001, 3002');
  expect(records.at(-1)).toBe('broker 2\tb2:9092 leaders 1 replicas 2 bytes 6442450944 version 4.1');
});

describe('who controls the cluster', () => {
  const controllerOf = async (client: ScriptedClient) => (await readInfo(client)).controller;

  test('without KRaft, as metadata say', async () => {
    const client = cluster(zooKeeper).once(describeQuorum, new UnsupportedByClusterError('DescribeQuorum'));
    expect(await text(client)).toContain('version     Kafka at least 3.7\ncontroller  2\nlogin');
  });

  test('nobody, where metadata name any broker', async () => {
    const client = cluster().once(describeQuorum, new UnsupportedByClusterError('DescribeQuorum'));
    expect(await controllerOf(client)).toBeUndefined();
  });

  test('nobody, for want of a right', async () => {
    const client = cluster().once(describeQuorum, {
      ...quorum,
      error: refused('clusterAuthorizationFailed'),
    });
    const { controller, unread } = await readInfo(client);
    expect(controller).toBeUndefined();
    expect(unread).toEqual([
      { what: 'controller', kind: 'right', why: 'no right to ask for it (Describe on the cluster)' },
    ]);
  });

  test('none at the moment', async () => {
    const client = cluster().once(describeQuorum, { ...quorum, leader: undefined });
    expect(await text(client)).toContain('controller  none, of the voters');
  });
});

test('Redpanda says what it is, and of Kafka only the protocol', async () => {
  const client = cluster(zooKeeper).once(metadata, {
    ...{ brokers: brokers(1), clusterId: 'redpanda.0f5c', controllerId: 1, topics: [] },
  });
  client.once(describeQuorum, new UnsupportedByClusterError('DescribeQuorum'));
  expect(await text(client)).toContain('kind        redpanda\nprotocol    Kafka at least 3.7\n');
});

test('a broker that does not answer is shown without what it would say', async () => {
  const lost = new KafkaConnectionError("Can't reach b1:9092");
  const info = await readInfo(cluster().once(describeLogDirs, lost).once(apiVersions, lost));
  expect(info.unread.map(({ what, why }) => `${what}: ${why}`)).toEqual([
    "disk of broker 2: Can't reach b1:9092",
    "version of broker 2: Can't reach b1:9092",
  ]);
  expect(infoDocument({ kind: 'kafka' }, info, none).brokers[1]).toMatchObject({
    ...{ id: 2, version: null, disk: { bytes: null, volumes: [], failedDirectories: null } },
  });
});

test('names from outside are shown safely', async () => {
  const rack = '\u001b[2J';
  const found = {
    brokers: [{ id: 1, host: 'b\u001b]0;x', port: 1, rack }],
    clusterId: 'c\n1',
    controllerId: 1,
    topics: [],
  };
  const client = cluster().once(metadata, found);
  const info = await readInfo(client);
  const shown = [...infoLines(info, none, 120), ...infoRecords(info, none)].join('');
  for (const control of ['\u001b', '\n']) expect(shown).not.toContain(control);
  expect(shown).toContain('\\x1b[2J');
});

test.each([
  [{ mechanism: 'tls', tls: {} }, 'none, over TLS'],
  [{ mechanism: 'tls', tls: { certificate: 'x' } }, 'client certificate, over TLS'],
  [{ mechanism: 'iam', tls: {}, token: async () => '' }, 'IAM, over TLS'],
  [
    { mechanism: 'plain', username: 'u', password: { reveal: () => 'pw' }, tls: undefined },
    'PLAIN as u, without TLS',
  ],
  [
    {
      mechanism: 'scram',
      algorithm: 'scram-sha-256',
      username: 'u',
      password: { reveal: () => 'pw' },
      tls: {},
    },
    'SCRAM-SHA-256 as u, over TLS',
  ],
] as const)('login %#', async (auth, words) => {
  const shown = infoLines(await readInfo(cluster()), { kind: 'kafka', auth }, 80).join('\n');
  expect(shown).toContain(`login       ${words}\n`);
  expect(shown).not.toContain('pw');
});
