import { describe, expect, test } from 'vitest';
import { autoScaling } from '../../../src/lib/aws/auto-scaling.js';
import { billed } from '../../../src/lib/aws/billed.js';
import { ec2 } from '../../../src/lib/aws/ec2.js';
import { ecs } from '../../../src/lib/aws/ecs.js';
import { pricing } from '../../../src/lib/aws/pricing.js';
import { rds } from '../../../src/lib/aws/rds.js';
import { scheduler } from '../../../src/lib/aws/scheduler.js';
import { scriptedConnection } from './scripted-connection.js';

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}-${at}`);
const arn = (rest: string) => `arn:aws:x:ap-northeast-2:123456789012:${rest}`;

/** Answers two pages by their token, and notes where each began. */
function twoPages<Page>(pageOf: (name: string) => Page, token: string, next = token) {
  return (input: Readonly<Record<string, unknown>>) => {
    const isFirst = input[token] === undefined;
    return { ...pageOf(isFirst ? 'one' : 'two'), [next]: isFirst ? 'there' : undefined };
  };
}

describe('long answers are read to their end', () => {
  test('of databases and clusters', async () => {
    const { connection, asked } = scriptedConnection({
      describeDbInstances: twoPages(
        (name) => ({
          DBInstances: [{ DBInstanceIdentifier: name, DBInstanceArn: arn(name), DBInstanceStatus: 'x' }],
        }),
        'Marker',
      ),
      describeDbClusters: twoPages(
        (name) => ({ DBClusters: [{ DBClusterIdentifier: name, DBClusterArn: arn(name), Status: 'x' }] }),
        'Marker',
      ),
    });
    const { databases, clusters } = rds(connection);
    expect(await databases('all')).toMatchObject([{ name: 'one' }, { name: 'two' }]);
    expect(await clusters('all')).toMatchObject([{ name: 'one' }, { name: 'two' }]);
    expect(asked.map(([method, input]) => [method, (input as { Marker?: string }).Marker])).toEqual([
      ['describeDbInstances', undefined],
      ['describeDbInstances', 'there'],
      ['describeDbClusters', undefined],
      ['describeDbClusters', 'there'],
    ]);
  });

  test('of Auto Scaling groups', async () => {
    const { connection } = scriptedConnection({
      describeAutoScalingGroups: twoPages(
        (name) => ({
          AutoScalingGroups: [
            {
              AutoScalingGroupName: name,
              AutoScalingGroupARN: arn(name),
              Tags: [{ Key: 'Team', Value: name === 'one' ? 'web' : 'Web' }],
            },
          ],
        }),
        'NextToken',
      ),
    });
    const { groups } = autoScaling(connection);
    expect(await groups({ names: ['one', 'two'] })).toMatchObject([{ name: 'one' }, { name: 'two' }]);
    expect(await groups({ tags: { Team: 'web' } })).toMatchObject([{ name: 'one' }]);
  });

  test('of schedules, each of which is then asked for', async () => {
    const { connection, asked } = scriptedConnection({
      listSchedules: twoPages((Name) => ({ Schedules: [{ Name }] }), 'NextToken'),
      getSchedule: ({ GroupName, Name }: { GroupName: string; Name: string }) => ({
        ...{ GroupName, Name, ScheduleExpression: 'rate(1 day)', Target: { Arn: 'x', RoleArn: 'y' } },
      }),
    });
    const schedules = await scheduler(connection).schedules('exops-dev');
    expect(schedules?.map(({ group, name }) => `${group}/${name}`)).toEqual([
      'exops-dev/one',
      'exops-dev/two',
    ]);
    expect(asked).toHaveLength(4);
  });

  test('of prices', async () => {
    const product = JSON.stringify({
      terms: { OnDemand: { a: { priceDimensions: { b: { unit: 'Hrs', pricePerUnit: { USD: '1' } } } } } },
    });
    const { connection, asked } = scriptedConnection({
      getProducts: twoPages(() => ({ PriceList: [product] }), 'NextToken'),
    });
    const prices = await pricing(connection).prices('AmazonEC2', { instanceType: 't3.large' });
    expect(prices).toEqual(Array(2).fill({ usd: 1, unit: 'Hrs', usageType: undefined }));
    expect(asked[0]).toEqual([
      'getProducts',
      {
        ServiceCode: 'AmazonEC2',
        Filters: [{ Type: 'TERM_MATCH', Field: 'instanceType', Value: 't3.large' }],
        ...{ FormatVersion: 'aws_v1', MaxResults: 100 },
      },
    ]);
  });

  test('of what is billed', async () => {
    const { connection } = scriptedConnection({
      describeVolumes: twoPages((VolumeId) => ({ Volumes: [{ VolumeId }] }), 'NextToken'),
      describeSnapshots: twoPages((SnapshotId) => ({ Snapshots: [{ SnapshotId }] }), 'NextToken'),
      describeNatGateways: twoPages(
        (NatGatewayId) => ({ NatGateways: [{ NatGatewayId, VpcId: 'vpc-1', State: 'available' }] }),
        'NextToken',
      ),
      describeVpcEndpoints: twoPages(
        (VpcEndpointId) => ({
          VpcEndpoints: [{ VpcEndpointId, VpcId: 'vpc-1', VpcEndpointType: 'Gateway' }],
        }),
        'NextToken',
      ),
      describeLogGroups: twoPages((logGroupName) => ({ logGroups: [{ logGroupName }] }), 'nextToken'),
      listTagsForResource: () => ({ tags: { Team: 'web' } }),
    });
    const asking = billed(connection);
    for (const answer of [
      await asking.volumes('all'),
      await asking.snapshots('all'),
      await asking.natGateways(['vpc-1']),
      await asking.vpcEndpoints(['vpc-1']),
    ])
      expect(answer).toMatchObject([{ id: 'one' }, { id: 'two' }]);
    expect(await asking.logGroups('/aws/')).toMatchObject([{ name: 'one' }, { name: 'two' }]);
  });

  test('of load balancers, and of their tags by 20', async () => {
    const LoadBalancers = numbered('web', 15).map((LoadBalancerName) => ({
      ...{ LoadBalancerName, LoadBalancerArn: arn(LoadBalancerName), VpcId: 'vpc-1' },
    }));
    const { connection, asked } = scriptedConnection({
      describeLoadBalancers: twoPages(
        (page) => ({
          LoadBalancers: [
            ...LoadBalancers.map((one) => ({ ...one, LoadBalancerArn: `${one.LoadBalancerArn}-${page}` })),
            { LoadBalancerName: 'other', LoadBalancerArn: arn('other'), VpcId: 'vpc-2' },
          ],
        }),
        'Marker',
        'NextMarker',
      ),
      describeTags: ({ ResourceArns }: { ResourceArns: string[] }) => ({
        TagDescriptions: ResourceArns.map((ResourceArn) => ({
          ResourceArn,
          Tags: [{ Key: 'arn', Value: ResourceArn }],
        })),
      }),
    });
    const found = await billed(connection).loadBalancers(['vpc-1']);
    expect(found).toHaveLength(30);
    for (const one of found) expect(one.tags).toEqual(new Map([['arn', one.arn]]));
    const batches = asked.filter(([method]) => method === 'describeTags');
    expect(batches.map(([, input]) => (input as { ResourceArns: string[] }).ResourceArns.length)).toEqual([
      20, 10,
    ]);
  });
});

describe('the number of requests grows by pages only', () => {
  test('of databases', async () => {
    const { connection, asked } = scriptedConnection({ describeDbInstances: () => ({}) });
    await rds(connection).databases([...numbered('db', 150), 'db-0']);
    expect(asked).toMatchObject([
      [
        'describeDbInstances',
        { Filters: [{ Name: 'db-instance-id', Values: numbered('db', 150).slice(0, 100) }] },
      ],
      [
        'describeDbInstances',
        { Filters: [{ Name: 'db-instance-id', Values: numbered('db', 150).slice(100) }] },
      ],
    ]);
  });

  test('of Auto Scaling groups', async () => {
    const { connection, asked } = scriptedConnection({ describeAutoScalingGroups: () => ({}) });
    await autoScaling(connection).groups({ names: numbered('web', 200) });
    expect(asked).toHaveLength(2);
  });

  test('of services', async () => {
    const { connection, asked } = scriptedConnection({ describeServices: () => ({}) });
    await ecs(connection).services('shop', numbered('api', 25));
    expect(asked.map(([, input]) => (input as { services: string[] }).services.length)).toEqual([10, 10, 5]);
  });

  test('of Spot requests and instance types', async () => {
    const { connection, asked } = scriptedConnection({
      describeSpotInstanceRequests: () => ({}),
      describeInstanceTypes: () => ({}),
    });
    const { oneTimeSpotRequests, typesWithInstanceStore } = ec2(connection);
    await oneTimeSpotRequests(numbered('sir', 201));
    await typesWithInstanceStore(numbered('t3', 201));
    expect(asked).toHaveLength(4);
  });
});

const { connection: nobody } = scriptedConnection({});

describe('nothing is asked for nothing, which AWS takes for everything', () => {
  test.each([
    ['databases', () => rds(nobody).databases([])],
    ['clusters', () => rds(nobody).clusters([])],
    ['groups', () => autoScaling(nobody).groups({ names: [] })],
    ['services', () => ecs(nobody).services('shop', [])],
    ['Spot requests', () => ec2(nobody).oneTimeSpotRequests([])],
    ['types', () => ec2(nobody).typesWithInstanceStore([])],
    ['volumes', () => billed(nobody).volumes({ ids: [] })],
    ['volumes of instances', () => billed(nobody).volumes({ instanceIds: [] })],
    ['snapshots', () => billed(nobody).snapshots({ ids: [] })],
    ['addresses', () => billed(nobody).addresses({ instanceIds: [] })],
    ['NAT gateways', () => billed(nobody).natGateways([])],
    ['endpoints', () => billed(nobody).vpcEndpoints([])],
    ['load balancers', () => billed(nobody).loadBalancers([])],
  ])('%s', async (_, ask) => {
    expect([...(await ask())]).toEqual([]);
  });
});
