import { expect, test } from 'vitest';
import { AwsError, AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import { msk } from '../../../src/lib/aws/msk.js';
import { network } from '../../../src/lib/aws/network.js';
import { scriptedConnection } from './scripted-connection.js';

const clusterOf = (name: string) => ({
  ...{ ClusterArn: `arn:${name}`, ClusterName: name, State: 'ACTIVE', ClusterType: 'SERVERLESS' },
});

test('clusters are asked for page by page', async () => {
  const { connection, asked } = scriptedConnection({
    listClusters: ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { ClusterInfoList: [clusterOf('a'), {}], NextToken: 'more' }
        : { ClusterInfoList: [clusterOf('b')] },
  });
  expect((await msk(connection).clusters()).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(asked).toEqual([
    ['listClusters', { MaxResults: 100 }],
    ['listClusters', { MaxResults: 100, NextToken: 'more' }],
  ]);
});

test('of a name, those that only begin so are left out', async () => {
  const { connection, asked } = scriptedConnection({
    listClusters: () => ({ ClusterInfoList: [clusterOf('dev'), clusterOf('dev-2')] }),
  });
  expect((await msk(connection).clusters('dev')).map(({ arn }) => arn)).toEqual(['arn:dev']);
  expect(asked).toEqual([['listClusters', { MaxResults: 100, ClusterNameFilter: 'dev' }]]);
});

test('what is not there is undefined, and other failures are told', async () => {
  const notFound = () => {
    throw new AwsNotFoundError('NotFoundException', 'none');
  };
  const { connection } = scriptedConnection({ describeCluster: notFound, getClusterPolicy: notFound });
  expect(await msk(connection).describe('arn:x')).toBeUndefined();
  expect(await msk(connection).clusterPolicy('arn:x')).toBeUndefined();
  const broken = scriptedConnection({
    describeCluster: () => {
      throw new AwsError('ForbiddenException', 'no');
    },
  });
  await expect(msk(broken.connection).describe('arn:x')).rejects.toThrow('no');
});

test('brokers and secrets come page by page', async () => {
  const { connection } = scriptedConnection({
    listNodes: ({ NextToken }: { NextToken?: string }) => ({
      NodeInfoList: [{ BrokerNodeInfo: { BrokerId: NextToken === undefined ? 1 : 2 } }, {}],
      ...(NextToken === undefined ? { NextToken: 'more' } : {}),
    }),
    listScramSecrets: ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined ? { SecretArnList: ['arn:1'], NextToken: 'x' } : { SecretArnList: ['arn:2'] },
  });
  expect((await msk(connection).brokers('arn:x')).map(({ id }) => id)).toEqual([1, 2]);
  expect(await msk(connection).scramSecrets('arn:x')).toEqual(['arn:1', 'arn:2']);
});

test.each([
  [{ ids: ['eni-1'] }, [{ Name: 'network-interface-id', Values: ['eni-1'] }]],
  [{ instanceIds: ['i-1'] }, [{ Name: 'attachment.instance-id', Values: ['i-1'] }]],
  [
    { privateAddresses: ['10.0.0.5', '10.0.0.5'], vpcId: 'vpc-1' },
    [
      { Name: 'addresses.private-ip-address', Values: ['10.0.0.5'] },
      { Name: 'vpc-id', Values: ['vpc-1'] },
    ],
  ],
])('network interfaces are filtered by %o', async (filter, Filters) => {
  const { connection, asked } = scriptedConnection({ describeNetworkInterfaces: () => ({}) });
  expect(await network(connection).networkInterfaces(filter)).toEqual([]);
  expect(asked).toEqual([['describeNetworkInterfaces', { Filters, MaxResults: 1_000 }]]);
});

test('nothing is asked about no security groups', async () => {
  const { connection, asked } = scriptedConnection({});
  expect(await network(connection).securityGroups([])).toEqual([]);
  expect(asked).toEqual([]);
});

const Description = 'exops doctor';
test.each([
  [{ groupId: 'sg-2' }, { UserIdGroupPairs: [{ GroupId: 'sg-2', Description }] }],
  [{ block: '10.0.0.0/16' }, { IpRanges: [{ CidrIp: '10.0.0.0/16', Description }] }],
  [{ block: '2001:db8::/32' }, { Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32', Description }] }],
])('a port is opened for %o', async (source, peer) => {
  const { connection, asked } = scriptedConnection({ authorizeSecurityGroupIngress: () => ({}) });
  const rule = { groupId: 'sg-1', port: 9098, source, description: Description };
  await network(connection).authorizeIngress(rule);
  const permission = { IpProtocol: 'tcp', FromPort: 9098, ToPort: 9098, ...peer };
  expect(asked).toEqual([
    ['authorizeSecurityGroupIngress', { GroupId: 'sg-1', IpPermissions: [permission] }],
  ]);
});

test.each([
  ['InvalidPermission.Duplicate', true],
  ['RulesPerSecurityGroupLimitExceeded', false],
])('a rule that AWS refuses with %s', async (code, isFine) => {
  const { connection } = scriptedConnection({
    authorizeSecurityGroupIngress: () => {
      throw new AwsError(code, 'refused');
    },
  });
  const rule = { groupId: 'sg-1', port: 9098, source: { groupId: 'sg-2' }, description: Description };
  const opened = network(connection)
    .authorizeIngress(rule)
    .then(
      () => true,
      () => false,
    );
  expect(await opened).toBe(isFine);
});
