import { describe, expect, test } from 'vitest';
import { MissingRightError } from '../../../../src/lib/aws/aws-errors.js';
import type { BootstrapString, MskCluster } from '../../../../src/lib/aws/contract/msk.js';
import {
  type ClusterSeen,
  explainCluster,
  judgeCluster,
} from '../../../../src/lib/doctor/aws/judge-cluster.js';
import { judgePorts } from '../../../../src/lib/doctor/aws/judge-ports.js';
import { likelyOnes, recognise } from '../../../../src/lib/doctor/aws/recognise.js';
import type { Auth } from '../../../../src/lib/kafka/auth.js';
import { chooseCluster } from '../../../../src/lib/msk/choose-cluster.js';

const arnOf = (name: string, region = 'ap-northeast-2') =>
  `arn:aws:kafka:${region}:123456789012:cluster/${name}/0f5c-1`;
const cluster = (over: Partial<MskCluster> = {}): MskCluster => ({
  ...{ arn: arnOf('shop'), name: 'shop', kind: 'provisioned', state: 'ACTIVE', stateMessage: undefined },
  ...{ createdAt: undefined, kafkaVersion: '3.8.x', brokerCount: 2, instanceType: 'kafka.m7g.large' },
  ...{ storageGib: 100, subnetIds: [], securityGroupIds: ['sg-1'], auths: ['iam'], tags: new Map() },
  ...over,
});
const iam: BootstrapString = { auth: 'iam', access: 'private', brokers: 'b-1.x:9098,b-2.x:9098' };
const judge = (over: Partial<ClusterSeen> = {}) =>
  judgeCluster({ cluster: cluster(), strings: [iam], auth: 'iam', access: 'private', ...over });

test('the state, the kind and the listener, and what is dialled', () => {
  expect(judge()).toEqual({
    findings: [{ verdict: 'ok', saw: 'shop ACTIVE, Kafka 3.8.x, IAM brokers on 9098' }],
    value: {
      ...{ msk: cluster(), strings: [iam], access: 'private' },
      targets: ['b-1.x', 'b-2.x'].map((host) => ({
        address: { host, port: 9098 },
        securityGroupIds: ['sg-1'],
      })),
    },
  });
  expect(judge({ cluster: cluster({ kind: 'serverless' }) }).findings[0]?.saw).toContain(
    'ACTIVE, serverless,',
  );
});

test.each([
  ['CREATING', 'broken', 'msk-not-ready'],
  ['DELETING', 'broken', 'msk-not-ready'],
  ['FAILED', 'broken', 'msk-not-ready'],
  ['HEALING', 'warning', 'msk-busy'],
  ['UPDATING', 'warning', 'msk-busy'],
  ['REBOOTING_BROKER', 'warning', 'msk-busy'],
  ['SOMETHING_NEW', 'warning', 'msk-busy'],
])('%s: %s', (state, verdict, problem) => {
  const { findings, ...rest } = judge({ cluster: cluster({ state, stateMessage: 'no more\u001b subnets' }) });
  const found = findings.at(-1);
  expect(found).toMatchObject({ verdict, problem, next: [expect.any(String), 'exops msk list'] });
  expect(found?.saw).toContain('; AWS says: no more');
  expect(found?.saw).not.toContain('\u001b');
  expect('value' in rest).toBe(verdict === 'warning');
});

describe('a listener that is off', () => {
  test.each<[string, Partial<ClusterSeen>]>([
    ['the login', { auth: 'scram' }],
    ['the network', { access: 'public' }],
    ['of brokers that were given', { auth: 'scram', brokers: [{ host: 'b-1.x', port: 9096 }] }],
  ])('%s', (_, over) => {
    const { findings, ...rest } = judge(over);
    expect(findings).toMatchObject([{ verdict: 'broken', problem: 'msk-listener-off' }]);
    expect(findings[0]?.next?.[0]).toBe('It has: iam (private)');
    expect('value' in rest).toBe(false);
  });

  test('brokers that were given are told what there is', () => {
    const brokers = [{ host: 'B-1.x', port: 9098 }];
    expect(judge({ brokers })).toMatchObject({
      findings: [{ saw: 'shop ACTIVE, Kafka 3.8.x, it has iam (private)' }],
      value: { access: 'private', targets: [{ address: brokers[0] }] },
    });
  });
});

describe('no cluster', () => {
  const msk = (...clusters: readonly MskCluster[]) => ({
    region: 'ap-northeast-2',
    msk: {
      clusters: async (name?: string) => clusters.filter((one) => name === undefined || one.name === name),
      describe: async (arn: string) => clusters.find((one) => one.arn === arn),
      bootstrapBrokers: async () => [],
    },
  });
  const why = async (asked: Promise<unknown>) => {
    const error = await asked.catch((thrown: unknown) => thrown);
    return explainCluster(error).findings[0];
  };

  test.each([
    ['of this name', { name: 'shp' }, [cluster()], 'msk-not-found'],
    ['of this ARN', { arn: arnOf('gone') }, [cluster()], 'msk-not-found'],
    [
      'of one name alone',
      { name: 'shop' },
      [cluster(), cluster({ arn: `${arnOf('shop')}2` })],
      'msk-ambiguous',
    ],
    ['in this region', { arn: arnOf('shop', 'eu-west-1') }, [cluster()], 'msk-other-region'],
  ])('%s', async (_, wanted, clusters, problem) => {
    expect(await why(chooseCluster(msk(...clusters), wanted))).toMatchObject({ verdict: 'broken', problem });
  });

  test('names the near one', async () => {
    const found = await why(chooseCluster(msk(cluster()), { name: 'shp' }));
    expect(found?.saw).toBe('There is no MSK cluster shp in ap-northeast-2 (did you mean "shop"?).');
  });

  test('for want of a right', () => {
    const right = {
      action: 'kafka:ListClustersV2',
      resource: undefined,
      principal: undefined,
      reason: undefined,
    };
    expect(explainCluster(new MissingRightError(right, 'no')).findings).toEqual([
      { verdict: 'broken', saw: 'no', problem: 'aws-right-missing', access: true },
    ]);
  });
});

describe('ports of MSK', () => {
  const host = 'b-1.shop.abc.c3.kafka.ap-northeast-2.amazonaws.com';
  test.each<[Auth['mechanism'], number, number | undefined]>([
    ['iam', 9098, undefined],
    ['iam', 9198, undefined],
    ['iam', 14001, undefined],
    ['none', 9092, undefined],
    ['iam', 9092, 9098],
    ['iam', 9094, 9098],
    ['iam', 9194, 9198],
    ['tls', 9092, 9094],
    ['none', 9098, 9092],
    ['scram', 9098, 9096],
    ['iam', 20092, 20098],
  ])('%s on %d: %s', (mechanism, port, right) => {
    const found = judgePorts([{ host, port }], mechanism);
    expect(found.map(({ problem }) => problem)).toEqual(right === undefined ? [] : ['msk-wrong-port']);
    if (right !== undefined)
      expect(found[0]?.next).toEqual([`Write the brokers with the port ${right}: ${host}:${right}`]);
  });

  test('the words', () => {
    const brokers = [9092, 9092].map((port) => ({ host, port }));
    expect(judgePorts(brokers, 'iam')[0]?.saw).toBe(
      `${host}:9092 (and 1 more) is MSK's port for plaintext; IAM is on 9098 (public 9198)`,
    );
    expect(judgePorts(brokers, 'plain')[0]?.saw).toContain('MSK takes no SASL/PLAIN');
  });
});

describe('brokers that were given', () => {
  const host = 'b-1.shop-of-a-long-na.abc.c3.kafka.ap-northeast-2.amazonaws.com';
  const clusters = [
    cluster({ name: 'Shop-of-a-long-name', arn: 'a' }),
    cluster({ name: 'shop', arn: 'b' }),
    cluster({ name: 'other', kind: 'serverless', arn: 'c' }),
    cluster({ name: 'shop-of-a-long-name', state: 'CREATING', arn: 'd' }),
  ];

  test('are looked for where they may be', () => {
    expect(likelyOnes(clusters, host).map(({ arn }) => arn)).toEqual(['a', 'c']);
  });

  test('belong to the cluster that has their names', async () => {
    const signal = new AbortController().signal;
    const msk = {
      clusters: async () => clusters,
      bootstrapBrokers: async (arn: string) => [{ ...iam, brokers: arn === 'a' ? `${host}:9098` : 'x:9098' }],
    };
    expect((await recognise(msk, host.toUpperCase(), signal))?.cluster.arn).toBe('a');
    expect(await recognise(msk, host.replace('b-1', 'b-9'), signal)).toBeUndefined();
  });
});
