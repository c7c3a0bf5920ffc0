import { describe, expect, test } from 'vitest';
import { RoundTripError } from '../../../../src/lib/cluster/check/round-trip.js';
import { judgeMetadata, type MetadataPlace } from '../../../../src/lib/doctor/kafka/judge-metadata.js';
import {
  judgeRights,
  type RightsPlace,
  type SeenRights,
} from '../../../../src/lib/doctor/kafka/judge-rights.js';
import { judgeRoundTrip } from '../../../../src/lib/doctor/kafka/judge-round-trip.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import type { MetadataResponse, PartitionMetadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { parseClusterArn } from '../../../../src/lib/msk/cluster-arn.js';

const base = 'arn:aws:kafka:ap-northeast-2:123456789012';
const cluster = parseClusterArn(`${base}:cluster/liquibook/0f5c-1`);

describe('metadata', () => {
  const broker = (host: string, id = 1) => ({ id, host, port: 9092, rack: null });
  const partition = (leader: number, inSync: readonly number[]): PartitionMetadata => ({
    ...{ id: 0, leader, replicas: [1, 2], inSync },
  });
  const metadataOf = (
    hosts: readonly string[],
    partitions: readonly PartitionMetadata[] = [],
  ): MetadataResponse => ({
    ...{ brokers: hosts.map((host, index) => broker(host, index)), clusterId: 'abc', controllerId: 0 },
    topics: partitions.map((one, index) => ({
      ...{ name: `t${index}`, error: undefined, internal: false, partitions: [one] },
    })),
  });
  const place: MetadataPlace = {
    ...{ dialled: [], clusterId: undefined, reached: [{ host: 'b-1', port: 9092 }], host: undefined },
    ...{ expected: undefined, timeoutMs: 5_000, isClusterOfFile: true },
  };

  test('all well', () => {
    expect(
      judgeMetadata(metadataOf(['b-1', 'b-2'], [partition(1, [1, 2])]), { ...place, expected: 2 }),
    ).toMatchObject({
      findings: [{ verdict: 'ok', saw: 'cluster abc: 2 brokers, 1 topic' }],
      value: { answered: [{ host: 'b-1' }, { host: 'b-2' }] },
    });
  });

  test.for(['localhost', '127.0.0.1', '127.0.1.1', '::1'])('%s advertised to a client elsewhere', (host) => {
    const outcome = judgeMetadata(metadataOf([host]), place);
    expect(outcome.findings).toMatchObject([{ verdict: 'broken', problem: 'advertised-localhost' }]);
  });

  test('localhost advertised to whoever reaches it there is right', () => {
    const here = { ...place, reached: [{ host: 'localhost', port: 9092 }] };
    expect(judgeMetadata(metadataOf(['localhost']), here).findings).toMatchObject([{ verdict: 'ok' }]);
  });

  test('no broker at all is no cluster', () => {
    expect(judgeMetadata(metadataOf([]), place).findings).toEqual([
      {
        ...{ verdict: 'broken', problem: 'advertised-unreachable' },
        saw: 'the cluster tells its clients of no broker at all',
        next: ['A broker that just started does so for a moment. Look again, and then at its log.'],
      },
    ]);
  });

  test('a silent one, with its way in', () => {
    const dialled = [{ address: broker('b-2', 1), dialled: { kind: 'silent', why: '' } as const }];
    const outcome = judgeMetadata(metadataOf(['b-1', 'b-2']), { ...place, dialled });
    expect(outcome.findings).toEqual([
      {
        ...{ verdict: 'broken', problem: 'advertised-unreachable' },
        saw: 'advertised, and not reached from this machine: b-2:9092 (no answer in 5.0 s)',
        next: [
          'Clients connect to what the brokers advertise. Are those brokers running, and are these addresses right?',
          'Where they are private, go through a host there.',
          'In exops.yaml, under cluster, with the name of a host of hosts:',
          'via: bastion',
        ],
      },
    ]);
    expect(outcome.value?.answered).toMatchObject([{ host: 'b-1' }]);
  });

  test('partitions without a leader, and replicas that are behind, are warnings', () => {
    const outcome = judgeMetadata(metadataOf(['b-1'], [partition(-1, []), partition(1, [1])]), place);
    expect(outcome.findings).toMatchObject([
      { verdict: 'ok' },
      { verdict: 'warning', problem: 'partitions-offline', saw: '1 partition without a leader: t0:0' },
      { verdict: 'warning', problem: 'replicas-behind', saw: '1 partition with replicas out of sync: t1:0' },
    ]);
  });
});

describe('rights', () => {
  const all = ['DESCRIBE', 'DESCRIBE_CONFIGS', 'CREATE', 'ALTER', 'ALTER_CONFIGS', 'READ', 'WRITE'];
  const without = (...operations: string[]) => new Set(all.filter((one) => !operations.includes(one)));
  const place: RightsPlace = { hasManifests: true, byIam: true, cluster, policyCommand: 'exops msk policy' };
  const topic = (name: string, operations: ReadonlySet<string> | undefined) => ({
    name,
    operations,
    error: undefined,
  });
  const seen = (other: Partial<SeenRights>): SeenRights => ({
    ...{ topics: [], cluster: new Set(['DESCRIBE']), refusedToCreate: [], ...other },
  });

  test('all there', () => {
    expect(judgeRights(seen({ topics: [topic('orders', without())] }), place).findings).toEqual([
      { verdict: 'ok', saw: 'describe, create, alter, read and write on 1 topic, and groups' },
    ]);
    expect(judgeRights(seen({}), { ...place, hasManifests: false }).findings).toEqual([
      { verdict: 'ok', saw: 'the cluster; no topics manifest says which topics matter' },
    ]);
  });

  test('a hidden topic is a break, with the action and the ARN', () => {
    const hidden = { name: 'orders', operations: undefined, error: itemError(29) };
    expect(judgeRights(seen({ topics: [hidden] }), place).findings).toEqual([
      {
        ...{ verdict: 'broken', problem: 'topic-hidden', access: true },
        saw: 'may not describe orders (TOPIC_AUTHORIZATION_FAILED)',
        next: [
          `Missing: kafka-cluster:DescribeTopic on ${base}:topic/liquibook/0f5c-1/orders`,
          'exops msk policy',
        ],
      },
    ]);
  });

  test.for<readonly [string, string]>([
    ['DESCRIBE_CONFIGS', 'kafka-cluster:DescribeTopicDynamicConfiguration'],
    ['CREATE', 'kafka-cluster:CreateTopic'],
    ['ALTER', 'kafka-cluster:AlterTopic'],
    ['ALTER_CONFIGS', 'kafka-cluster:AlterTopicDynamicConfiguration'],
    ['READ', 'kafka-cluster:ReadData'],
    ['WRITE', 'kafka-cluster:WriteData'],
  ])('without %s: a warning that names %s', ([operation, action]) => {
    const denied = seen({ topics: [topic('orders', without(operation))] });
    expect(judgeRights(denied, place).findings).toMatchObject([
      {
        ...{ verdict: 'warning', problem: 'right-missing', access: true },
        saw: expect.stringContaining(`no right to ${operation} on orders: `),
        next: [`Missing: ${action} on ${base}:topic/liquibook/0f5c-1/orders`, 'exops msk policy'],
      },
    ]);
    const byAcl = judgeRights(denied, { ...place, byIam: false, cluster: undefined });
    expect(byAcl.findings[0]?.next).toEqual([`Missing: ${operation} on topic orders`]);
  });

  test('groups, and a broker that does not tell', () => {
    expect(judgeRights(seen({ cluster: new Set() }), place).findings).toMatchObject([
      {
        verdict: 'warning',
        next: [
          `Missing: kafka-cluster:DescribeCluster on ${base}:cluster/liquibook/0f5c-1`,
          'exops msk policy',
        ],
      },
    ]);
    const untold = seen({ cluster: undefined, topics: [topic('orders', undefined)] });
    expect(judgeRights(untold, place).findings).toMatchObject([
      { verdict: 'warning', problem: 'rights-untold' },
    ]);
  });
});

describe('the round trip', () => {
  const place = {
    ...{ name: 'exops-doctor-1', byIam: true, cluster, deleteCommand: 'kafka-topics --delete' },
    policyCommand: 'exops msk policy',
  };

  test('times', () => {
    const took = { createMs: 100, produceMs: 200, fetchMs: 300 };
    expect(judgeRoundTrip({ took, leftBehind: undefined }, place).findings).toEqual([
      {
        verdict: 'ok',
        saw: 'a message to a new topic and back: made in 0.1 s, written in 0.2 s, read in 0.3 s',
      },
    ]);
  });

  test('a refused write, and a topic that stays', () => {
    const error = new RoundTripError('Produce', itemError(29) ?? { code: 29, name: '', message: null });
    expect(judgeRoundTrip({ error, leftBehind: 'lost' }, place).findings).toEqual([
      {
        ...{ verdict: 'broken', problem: 'round-trip-failed', access: true },
        saw: 'Produce: TOPIC_AUTHORIZATION_FAILED',
        next: [
          `Missing: kafka-cluster:WriteData on ${base}:topic/liquibook/0f5c-1/exops-doctor-1`,
          'exops msk policy',
        ],
      },
      {
        ...{ verdict: 'warning', problem: 'topic-left-behind' },
        saw: 'the topic exops-doctor-1 is still there: lost',
        next: ['kafka-topics --delete'],
      },
    ]);
  });

  test('what may have been made, though the cluster took too long to say so, is left behind', () => {
    const error = new RoundTripError('CreateTopics', itemError(7) ?? { code: 7, name: '', message: null });
    expect(judgeRoundTrip({ error, leftBehind: 'lost' }, place).findings).toMatchObject([
      { verdict: 'broken', saw: 'CreateTopics: REQUEST_TIMED_OUT' },
      { verdict: 'warning', problem: 'topic-left-behind' },
    ]);
  });

  test('what was never made is not left behind', () => {
    const error = new RoundTripError(
      'CreateTopics',
      itemError(44, 'no') ?? { code: 44, name: '', message: null },
    );
    expect(judgeRoundTrip({ error, leftBehind: 'no such right' }, place).findings).toMatchObject([
      { verdict: 'broken', saw: 'CreateTopics: no (POLICY_VIOLATION)' },
    ]);
  });
});
