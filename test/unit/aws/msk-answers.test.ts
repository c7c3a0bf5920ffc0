import { describe, expect, test } from 'vitest';
import { bootstrapStringsOf, mskBrokerOf, mskClusterOf } from '../../../src/lib/aws/msk-answers.js';

const arn =
  'arn:aws:kafka:ap-northeast-2:123456789012:cluster/liquibook-msk/0f5c2b1a-1111-2222-3333-444455556666-1';
const answered = { ClusterArn: arn, ClusterName: 'liquibook-msk', State: 'ACTIVE' as const };
const group = { ClientSubnets: ['subnet-1', 'subnet-2'], InstanceType: 'kafka.m7g.large' };
const provisioned = { BrokerNodeGroupInfo: group, NumberOfBrokerNodes: 2 };

describe('a cluster', () => {
  test('is what MSK says about it', () => {
    const whole = {
      ...answered,
      ClusterType: 'PROVISIONED' as const,
      CreationTime: new Date('2026-11-20T09:00:00Z'),
      StateInfo: { Code: 'X', Message: 'all is well' },
      Provisioned: {
        ...provisioned,
        BrokerNodeGroupInfo: {
          ...group,
          SecurityGroups: ['sg-1'],
          StorageInfo: { EbsStorageInfo: { VolumeSize: 100 } },
        },
        CurrentBrokerSoftwareInfo: { KafkaVersion: '3.8.x' },
        ClientAuthentication: { Sasl: { Iam: { Enabled: true } }, Unauthenticated: { Enabled: false } },
      },
      Tags: { Team: 'web' },
    };
    expect(mskClusterOf(whole)).toEqual({
      ...{ arn, name: 'liquibook-msk', kind: 'provisioned', state: 'ACTIVE', stateMessage: 'all is well' },
      createdAt: Date.UTC(2026, 10, 20, 9),
      ...{ kafkaVersion: '3.8.x', brokerCount: 2, instanceType: 'kafka.m7g.large', storageGib: 100 },
      subnetIds: ['subnet-1', 'subnet-2'],
      securityGroupIds: ['sg-1'],
      auths: ['iam'],
      tags: new Map([['Team', 'web']]),
    });
  });

  test('without servers has IAM alone, and each of its networks once', () => {
    const networks = [
      { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] },
      { SubnetIds: ['subnet-2'], SecurityGroupIds: ['sg-1'] },
    ];
    const cluster = mskClusterOf({
      ...answered,
      ClusterType: 'SERVERLESS',
      Serverless: { VpcConfigs: networks },
    });
    expect(cluster).toMatchObject({
      ...{ kind: 'serverless', auths: ['iam'], subnetIds: ['subnet-1', 'subnet-2'] },
      ...{ securityGroupIds: ['sg-1'], kafkaVersion: undefined, brokerCount: undefined },
    });
  });

  test('may say little', () => {
    expect(mskClusterOf({ ...answered, ClusterType: 'PROVISIONED' })).toEqual({
      ...{ arn, name: 'liquibook-msk', kind: 'provisioned', state: 'ACTIVE', stateMessage: undefined },
      ...{ createdAt: undefined, kafkaVersion: undefined, brokerCount: undefined, instanceType: undefined },
      ...{ storageGib: undefined, subnetIds: [], securityGroupIds: [], auths: [], tags: new Map() },
    });
    expect(mskClusterOf({ ...answered, Serverless: { VpcConfigs: undefined } })?.kind).toBe('serverless');
    expect(mskClusterOf({ ...answered, Provisioned: provisioned })?.kind).toBe('provisioned');
  });

  test('in a state that nobody knows yet stays in it', () => {
    const State = 'HIBERNATING' as 'ACTIVE';
    expect(mskClusterOf({ ...answered, Provisioned: provisioned, State })?.state).toBe('HIBERNATING');
  });

  test.each([
    ['no ARN', { ClusterArn: undefined }],
    ['an empty ARN', { ClusterArn: '' }],
    ['no name', { ClusterName: undefined }],
    ['no state', { State: undefined }],
    ['a kind that nobody knows', { ClusterType: 'FEDERATED' as 'SERVERLESS' }],
    ['no kind', { Provisioned: undefined }],
  ])('is none with %s', (_, lacks) => {
    expect(mskClusterOf({ ...answered, Provisioned: provisioned, ...lacks })).toBeUndefined();
  });
});

describe('what the listeners of a cluster accept', () => {
  const on = { Enabled: true };
  const off = { Enabled: false };
  const encrypted = (ClientBroker: 'TLS' | 'TLS_PLAINTEXT' | 'PLAINTEXT') => ({
    EncryptionInfo: { EncryptionInTransit: { ClientBroker } },
  });

  test.each([
    ['nothing is said', {}, ['tls']],
    ['both are let in', encrypted('TLS_PLAINTEXT'), ['tls', 'plaintext']],
    ['nothing is encrypted', encrypted('PLAINTEXT'), ['plaintext']],
    ['SCRAM is on', { ClientAuthentication: { Sasl: { Scram: on } } }, ['scram']],
    [
      'SCRAM and strangers are let in',
      { ClientAuthentication: { Sasl: { Scram: on }, Unauthenticated: on } },
      ['scram', 'tls'],
    ],
    ['certificates are asked for', { ClientAuthentication: { Tls: on, Unauthenticated: off } }, ['tls']],
    [
      'everything is on',
      {
        ClientAuthentication: { Sasl: { Iam: on, Scram: on }, Tls: on, Unauthenticated: on },
        ...encrypted('TLS_PLAINTEXT'),
      },
      ['iam', 'scram', 'tls', 'plaintext'],
    ],
    ['everything is off', { ClientAuthentication: { Unauthenticated: off } }, []],
  ])('when %s', (_, settings, auths) => {
    const cluster = mskClusterOf({ ...answered, Provisioned: { ...provisioned, ...settings } });
    expect(cluster?.auths).toEqual(auths);
  });
});

describe('bootstrap strings', () => {
  test('are those that there are, by who and from where', () => {
    const strings = bootstrapStringsOf({
      BootstrapBrokerString: 'b-1:9092',
      BootstrapBrokerStringTls: 'b-1:9094',
      BootstrapBrokerStringSaslScram: 'b-1:9096',
      BootstrapBrokerStringSaslIam: 'b-1:9098',
      BootstrapBrokerStringPublicTls: 'b-1-public:9194',
      BootstrapBrokerStringPublicSaslScram: 'b-1-public:9196',
      BootstrapBrokerStringPublicSaslIam: 'b-1-public:9198',
      BootstrapBrokerStringVpcConnectivityTls: 'b-1.vpc:14001',
      BootstrapBrokerStringVpcConnectivitySaslScram: 'b-1.vpc:14002',
      BootstrapBrokerStringVpcConnectivitySaslIam: 'b-1.vpc:14003',
    });
    expect(strings.map(({ auth, access, brokers }) => `${access} ${auth} ${brokers}`).sort()).toEqual([
      'private iam b-1:9098',
      'private plaintext b-1:9092',
      'private scram b-1:9096',
      'private tls b-1:9094',
      'public iam b-1-public:9198',
      'public scram b-1-public:9196',
      'public tls b-1-public:9194',
      'vpc iam b-1.vpc:14003',
      'vpc scram b-1.vpc:14002',
      'vpc tls b-1.vpc:14001',
    ]);
  });

  test('that are empty are none', () => {
    expect(bootstrapStringsOf({})).toEqual([]);
    expect(bootstrapStringsOf({ BootstrapBrokerStringTls: '' })).toEqual([]);
  });
});

describe('a broker', () => {
  test('is what MSK says about it', () => {
    const broker = mskBrokerOf({
      NodeType: 'BROKER',
      InstanceType: 'm7g.large',
      BrokerNodeInfo: {
        ...{ BrokerId: 1, AttachedENIId: 'eni-1', ClientSubnet: 'subnet-1', ClientVpcIpAddress: '10.0.0.5' },
        Endpoints: ['b-1.liquibook.kafka.ap-northeast-2.amazonaws.com'],
      },
    });
    expect(broker).toEqual({
      ...{ id: 1, endpoints: ['b-1.liquibook.kafka.ap-northeast-2.amazonaws.com'] },
      ...{ privateAddress: '10.0.0.5', instanceType: 'm7g.large' },
      ...{ networkInterfaceId: 'eni-1', subnetId: 'subnet-1' },
    });
  });

  test('may say little', () => {
    expect(mskBrokerOf({ BrokerNodeInfo: { BrokerId: 2 } })).toEqual({
      ...{ id: 2, endpoints: [], privateAddress: undefined, instanceType: undefined },
      ...{ networkInterfaceId: undefined, subnetId: undefined },
    });
  });

  test('is no controller and no ZooKeeper', () => {
    expect(mskBrokerOf({ ControllerNodeInfo: { Endpoints: ['c-1'] } })).toBeUndefined();
    expect(mskBrokerOf({ ZookeeperNodeInfo: { ZookeeperId: 1 } })).toBeUndefined();
    expect(mskBrokerOf({ BrokerNodeInfo: {} })).toBeUndefined();
  });
});
