import { EC2 } from '@aws-sdk/client-ec2';
import { Kafka as Msk } from '@aws-sdk/client-kafka';
import { expect, onTestFinished, test } from 'vitest';
import { type AwsMskLab, awsMskLab, type MskClusterRequest } from '../../lab/aws/msk-lab.js';
import { networkLab } from '../../lab/aws/network-lab.js';
import { ownName } from '../aws/opened-aws.js';
import { refusal, sdkLab } from './aws-sdk.js';

async function madeCluster(msk: AwsMskLab, request: Partial<MskClusterRequest> = {}): Promise<string> {
  const arn = await msk.createCluster({ name: ownName('msk'), ...request });
  onTestFinished(() => msk.deleteCluster(arn));
  return arn;
}

test('a provisioned cluster says what it is, where it listens and which brokers it has', async () => {
  const { lab, settings } = sdkLab();
  const [ec2, msk] = [new EC2(settings), new Msk(settings)];
  const { vpcId, subnetId } = await lab.createVpc();
  const group = await networkLab(lab).createSecurityGroup({ vpcId });
  const name = ownName('trading');
  const ClusterArn = await madeCluster(awsMskLab(lab), {
    ...{ name, subnetIds: [subnetId], securityGroupIds: [group], createdAt: Date.UTC(2026, 0, 2) },
    brokers: {
      private: { iam: '127.0.0.1:9098,127.0.0.1:9099', tls: '127.0.0.1:9094' },
      public: { scram: 'b-1-public.example.org:9196' },
      vpc: { iam: 'b-1.vpc.example.org:14001' },
    },
    nodes: [{ endpoint: 'b-1.example.org', privateAddress: '10.42.0.21' }, {}],
    ...{
      scramSecrets: ['arn:aws:secretsmanager:x'],
      policy: '{"Version":"2012-10-17"}',
      tags: { team: 'a' },
    },
  });

  const { ClusterInfo } = await msk.describeClusterV2({ ClusterArn });
  expect(ClusterInfo).toMatchObject({
    ...{ ClusterName: name, ClusterType: 'PROVISIONED', State: 'ACTIVE', Tags: { team: 'a' } },
    CreationTime: new Date('2026-01-02'),
    Provisioned: {
      BrokerNodeGroupInfo: { ClientSubnets: [subnetId], SecurityGroups: [group] },
      ClientAuthentication: {
        Sasl: { Iam: { Enabled: true }, Scram: { Enabled: true } },
        ...{ Tls: { Enabled: true }, Unauthenticated: { Enabled: false } },
      },
      NumberOfBrokerNodes: 2,
    },
  });
  expect((await msk.listClustersV2({ ClusterNameFilter: name })).ClusterInfoList).toEqual([ClusterInfo]);
  expect(await msk.getBootstrapBrokers({ ClusterArn })).toMatchObject({
    BootstrapBrokerStringSaslIam: '127.0.0.1:9098,127.0.0.1:9099',
    BootstrapBrokerStringTls: '127.0.0.1:9094',
    BootstrapBrokerStringPublicSaslScram: 'b-1-public.example.org:9196',
    BootstrapBrokerStringVpcConnectivitySaslIam: 'b-1.vpc.example.org:14001',
  });
  const { NodeInfoList = [] } = await msk.listNodes({ ClusterArn });
  expect(NodeInfoList.map(({ BrokerNodeInfo }) => BrokerNodeInfo)).toMatchObject([
    { BrokerId: 1, Endpoints: ['b-1.example.org'], ClientVpcIpAddress: '10.42.0.21' },
    { BrokerId: 2, Endpoints: [expect.stringMatching(/^b-2\..*\.kafka\.ap-northeast-2\.amazonaws\.com$/)] },
  ]);
  expect((await msk.listScramSecrets({ ClusterArn })).SecretArnList).toEqual(['arn:aws:secretsmanager:x']);
  expect((await msk.getClusterPolicy({ ClusterArn })).Policy).toBe('{"Version":"2012-10-17"}');

  const Filters = [{ Name: 'private-ip-address', Values: ['10.42.0.21'] }];
  const ofVpc = { Name: 'vpc-id', Values: [vpcId] };
  const { NetworkInterfaces } = await ec2.describeNetworkInterfaces({ Filters: [...Filters, ofVpc] });
  expect(NetworkInterfaces).toMatchObject([
    { NetworkInterfaceId: NodeInfoList[0]?.BrokerNodeInfo?.AttachedENIId, Groups: [{ GroupId: group }] },
  ]);
});

test('what a cluster of MSK has not is refused as by AWS', async () => {
  const { lab, settings } = sdkLab();
  const made = awsMskLab(lab);
  const msk = new Msk(settings);
  const serverless = await madeCluster(made, { kind: 'serverless', brokers: { private: { iam: 'b:9098' } } });
  const creating = await madeCluster(made, { state: 'CREATING', stateMessage: 'Soon.' });

  expect((await msk.describeClusterV2({ ClusterArn: serverless })).ClusterInfo).toMatchObject({
    ClusterType: 'SERVERLESS',
    Serverless: { ClientAuthentication: { Sasl: { Iam: { Enabled: true } } } },
  });
  expect(await refusal(msk.listNodes({ ClusterArn: serverless }))).toEqual([
    'BadRequestException',
    'This operation cannot be performed on serverless clusters.',
  ]);
  expect((await refusal(msk.getClusterPolicy({ ClusterArn: creating })))[0]).toBe('NotFoundException');
  expect(await refusal(msk.getBootstrapBrokers({ ClusterArn: creating }))).toEqual([
    'ConflictException',
    "You can't perform this operation while the cluster is in the CREATING state.",
  ]);
  await made.changeCluster(creating, { state: 'UPDATING', brokers: { private: { plaintext: 'b:9092' } } });
  const found = await msk.getBootstrapBrokers({ ClusterArn: creating });
  expect(found).toMatchObject({ BootstrapBrokerString: 'b:9092' });
  const elsewhere = new Msk({ ...settings, region: 'eu-west-1' });
  expect((await refusal(elsewhere.describeClusterV2({ ClusterArn: creating })))[0]).toBe('NotFoundException');
});

test('clusters, brokers and secrets come in pages', async () => {
  const { lab, settings } = sdkLab();
  const made = awsMskLab(lab);
  const msk = new Msk(settings);
  const name = ownName('paged');
  const scramSecrets = Array.from({ length: 11 }, (_, index) => `arn:secret-${index}`);
  const nodes = scramSecrets.map(() => ({}));
  const ClusterArn = await madeCluster(made, { name, nodes, scramSecrets });
  await madeCluster(made, { name: `${name}-2` });

  const first = await msk.listClustersV2({ ClusterNameFilter: name, MaxResults: 1 });
  const NextToken = first.NextToken;
  const second = await msk.listClustersV2({ ClusterNameFilter: name, MaxResults: 1, NextToken });
  const names = [first, second].flatMap(({ ClusterInfoList = [] }) =>
    ClusterInfoList.map((one) => one.ClusterName),
  );
  expect(names).toEqual([name, `${name}-2`]);
  expect(second.NextToken).toBeUndefined();
  expect(await msk.listNodes({ ClusterArn })).toMatchObject({ NextToken: '10' });
  expect((await msk.listScramSecrets({ ClusterArn, NextToken: '10' })).SecretArnList).toEqual([
    'arn:secret-10',
  ]);
});
