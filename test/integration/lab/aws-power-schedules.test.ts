import { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import { EC2 } from '@aws-sdk/client-ec2';
import { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import { Pricing } from '@aws-sdk/client-pricing';
import { type CreateScheduleCommandInput, Scheduler } from '@aws-sdk/client-scheduler';
import { describe, expect, test } from 'vitest';
import { leftLab } from '../../lab/aws/left-lab.js';
import { accessDenied } from '../../lab/aws/usual-faults.js';
import { ownName } from '../aws/opened-aws.js';
import { refusal, sdkLab } from './aws-sdk.js';

const role = 'arn:aws:iam::123456789012:role/exops-dev-schedule';

describe('schedules', () => {
  const open = async () => {
    const { settings, power, lab } = sdkLab();
    const client = new Scheduler(settings);
    const group = ownName('group');
    await client.createScheduleGroup({ Name: group, Tags: [{ Key: 'exops', Value: 'dev' }] });
    const schedule = (changes: Partial<CreateScheduleCommandInput> = {}, input: object = {}) => ({
      Name: 'sleep-kafka',
      GroupName: group,
      Description: 'exops dev sleep',
      ScheduleExpression: 'cron(0 19 ? * MON-FRI *)',
      ScheduleExpressionTimezone: 'Asia/Seoul',
      FlexibleTimeWindow: { Mode: 'OFF' as const },
      State: 'ENABLED' as const,
      Target: {
        Arn: 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances',
        RoleArn: role,
        Input: JSON.stringify({ InstanceIds: ['i-0123456789abcdef0'], ...input }),
        RetryPolicy: { MaximumRetryAttempts: 3 },
      },
      ...changes,
    });
    return { client, group, schedule, power, lab };
  };

  test('they are created, listed, changed and removed with their group', async () => {
    const { client, group, schedule } = await open();
    await client.createSchedule(schedule());
    const Name = 'sleep-kafka';
    expect((await client.listSchedules({ GroupName: group })).Schedules).toMatchObject([
      { Name, GroupName: group, State: 'ENABLED' },
    ]);
    expect(await client.getSchedule({ GroupName: group, Name })).toMatchObject(schedule());
    expect(await refusal(client.createSchedule(schedule()))).toEqual([
      'ConflictException',
      'Schedule sleep-kafka already exists.',
    ]);
    await client.updateSchedule(schedule({ State: 'DISABLED', ScheduleExpression: 'cron(30 20 ? * SAT *)' }));
    expect(await client.getSchedule({ GroupName: group, Name })).toMatchObject({
      State: 'DISABLED',
      ScheduleExpression: 'cron(30 20 ? * SAT *)',
    });
    await client.deleteSchedule({ GroupName: group, Name });
    expect((await refusal(client.getSchedule({ GroupName: group, Name })))[0]).toBe(
      'ResourceNotFoundException',
    );
    expect((await refusal(client.createScheduleGroup({ Name: group })))[0]).toBe('ConflictException');
    await client.createSchedule(schedule());
    await client.deleteScheduleGroup({ Name: group });
    expect((await refusal(client.listSchedules({ GroupName: group })))[0]).toBe('ResourceNotFoundException');
    expect((await refusal(client.createSchedule(schedule())))[0]).toBe('ResourceNotFoundException');
    expect((await refusal(client.deleteScheduleGroup({ Name: group })))[0]).toBe('ResourceNotFoundException');
  });

  test.each([
    ['a time zone that is none', { ScheduleExpressionTimezone: 'Asia/Soul' }],
    ['an expression that is none', { ScheduleExpression: 'cron(0 19 * * 1-5)' }],
    ['a name with a space', { Name: 'sleep kafka' }],
    [
      'a target that is none',
      { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:ec2:pauseInstances', RoleArn: role } },
    ],
    [
      'a target that changes nothing',
      { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:ec2:describeInstances', RoleArn: role } },
    ],
    [
      'a role that is none',
      { Target: { Arn: 'arn:aws:scheduler:::aws-sdk:ec2:stopInstances', RoleArn: 'me' } },
    ],
  ])('%s is refused', async (_, changes) => {
    const { client, schedule } = await open();
    expect((await refusal(client.createSchedule(schedule(changes))))[0]).toBe('ValidationException');
  });

  test.each([
    ['eks:updateNodegroupConfig', { clusterName: 'c', nodegroupName: 'n' }, 'ClusterName, NodegroupName'],
    ['rds:stopDBInstance', { DBInstanceIdentifier: 'db' }, 'DbInstanceIdentifier'],
    ['rds:startDBCluster', {}, 'DbClusterIdentifier'],
    ['ecs:updateService', { Cluster: 'c' }, 'Service'],
    ['autoscaling:updateAutoScalingGroup', {}, 'AutoScalingGroupName'],
  ])('%s wants its parameters by the names of the SDK', async (action, input, missing) => {
    const { client, schedule } = await open();
    const Target = {
      Arn: `arn:aws:scheduler:::aws-sdk:${action}`,
      RoleArn: role,
      Input: JSON.stringify(input),
    };
    expect(await refusal(client.createSchedule(schedule({ Target })))).toEqual([
      'ValidationException',
      `Invalid RequestJson provided. Reason: The required fields ${missing} are missing.`,
    ]);
  });

  test('one does what it says when its time comes, and nothing while it is disabled', async () => {
    const { client, group, schedule, power, lab } = await open();
    const [cluster, nodegroup, database] = [ownName('cluster'), ownName('nodes'), ownName('db')];
    await power.nodegroups.create({ cluster, name: nodegroup });
    await power.databases.create({ name: database });
    const target = (action: string, input: object) => ({
      ...{ Arn: `arn:aws:scheduler:::aws-sdk:${action}`, RoleArn: role, Input: JSON.stringify(input) },
    });
    const sizes = { MinSize: 0, DesiredSize: 0 };
    const scale = { ClusterName: cluster, NodegroupName: nodegroup, ScalingConfig: sizes };
    await client.createSchedule(
      schedule({ Name: 'nodes', Target: target('eks:updateNodegroupConfig', scale) }),
    );
    const stop = target('rds:stopDBInstance', { DbInstanceIdentifier: database });
    await client.createSchedule(schedule({ Name: 'database', Target: stop, State: 'DISABLED' }));
    await power.runSchedule(group, 'nodes');
    await power.runSchedule(group, 'database');
    expect(await power.nodegroups.describe(cluster, nodegroup)).toMatchObject({ min: 0, desired: 0 });
    expect((await power.databases.describe(database)).status).toBe('available');
    await client.updateSchedule(schedule({ Name: 'database', Target: stop }));
    await power.runSchedule(group, 'database');
    expect((await power.databases.describe(database)).status).toBe('stopped');
    expect((await lab.calls()).filter(({ service }) => service !== 'scheduler')).toEqual([]);
  });
});

describe('prices', () => {
  const open = (region = 'us-east-1') => {
    const { settings, lab } = sdkLab(region);
    const client = new Pricing(settings);
    const prices = async (ServiceCode: string, attributes: Readonly<Record<string, string>>) => {
      const Filters = Object.entries({ regionCode: 'ap-northeast-2', ...attributes }).map(
        ([Field, Value]) => ({
          ...{ Type: 'TERM_MATCH' as const, Field, Value },
        }),
      );
      const { PriceList = [] } = await client.getProducts({ ServiceCode, Filters });
      return PriceList.map((text: unknown) => usd(JSON.parse(String(text))));
    };
    return { client, lab, prices };
  };

  interface PriceListItem {
    readonly terms: {
      readonly OnDemand: Readonly<
        Record<
          string,
          {
            readonly priceDimensions: Readonly<
              Record<string, { readonly unit: string; readonly pricePerUnit: { readonly USD: string } }>
            >;
          }
        >
      >;
    };
  }

  function usd({ terms }: PriceListItem): string {
    const dimensions = Object.values(terms.OnDemand).flatMap((term) => Object.values(term.priceDimensions));
    return dimensions.map(({ unit, pricePerUnit }) => `${Number(pricePerUnit.USD)} ${unit}`).join();
  }

  const linux = {
    ...{ operatingSystem: 'Linux', tenancy: 'Shared', capacitystatus: 'Used', preInstalledSw: 'NA' },
  };

  test.each([
    ['AmazonEC2', { instanceType: 't3.large', ...linux }, '0.104 Hrs'],
    ['AmazonEC2', { instanceType: 't3.micro', ...linux }, '0.013 Hrs'],
    ['AmazonEC2', { instanceType: 'm5.large', ...linux }, '0.118 Hrs'],
    [
      'AmazonRDS',
      { instanceType: 'db.t3.medium', databaseEngine: 'MySQL', deploymentOption: 'Single-AZ' },
      '0.104 Hrs',
    ],
    ['AmazonEKS', { usagetype: 'APN2-AmazonEKS-Hours:perCluster' }, '0.1 Hours'],
    ['AmazonEC2', { usagetype: 'APN2-NatGateway-Hours' }, '0.059 Hrs'],
    ['AmazonVPC', { usagetype: 'APN2-PublicIPv4:InUseAddress' }, '0.005 Hrs'],
    ['AmazonEC2', { volumeApiName: 'gp3', productFamily: 'Storage' }, '0.0912 GB-Mo'],
    ['AmazonRDS', { volumeType: 'General Purpose-GP3', deploymentOption: 'Single-AZ' }, '0.131 GB-Mo'],
  ])('%s has one for %j', async (service, attributes, price) => {
    expect(await open().prices(service, attributes)).toEqual([price]);
  });

  test('there are several where the filters leave them', async () => {
    const { prices } = open();
    expect(new Set(await prices('AmazonEC2', { instanceType: 't3.large' })).size).toBeGreaterThan(2);
    expect(await prices('AmazonEC2', { instanceType: 'x9.large' })).toEqual([]);
  });

  test('they come in pages, from the regions that have them', async () => {
    const { client } = open();
    const first = await client.getProducts({ ServiceCode: 'AmazonEC2', MaxResults: 3 });
    const input = { ServiceCode: 'AmazonEC2', MaxResults: 3, NextToken: first.NextToken };
    expect(first.PriceList).toHaveLength(3);
    expect((await client.getProducts(input)).PriceList).not.toEqual(first.PriceList);
    const seoul = open('ap-northeast-2').client;
    expect((await refusal(seoul.getProducts({ ServiceCode: 'AmazonEC2' })))[0]).toBe('ExopsLabFailure');
  });

  test('they may be denied', async () => {
    const { client, lab } = open();
    await lab.fault(accessDenied('pricing', 'GetProducts'));
    expect((await refusal(client.getProducts({ ServiceCode: 'AmazonEC2' })))[0]).toBe(
      'AccessDeniedException',
    );
  });
});

test('what is left is found by those who pay for it', async () => {
  const { lab, settings } = sdkLab();
  const left = leftLab(lab);
  const ec2 = new EC2(settings);
  const tags = { stack: ownName('destroyed') };
  const Filters = [{ Name: 'tag:stack', Values: [tags.stack] }];
  const { vpcId, subnetId } = await lab.createVpc();
  const volumeId = await left.createVolume({ tags, sizeGib: 50 });
  const snapshotId = await left.createSnapshot({ tags, volumeId, description: 'before' });
  const allocationId = await left.createAddress({ tags, address: '203.0.113.77' });
  const gateway = await left.createNatGateway({ tags, subnetId, allocationId });
  const endpoint = await left.createVpcEndpoint({ tags, vpcId, subnetIds: [subnetId] });

  expect((await ec2.describeVolumes({ Filters })).Volumes).toMatchObject([
    { VolumeId: volumeId, Size: 50, VolumeType: 'gp3', State: 'available' },
  ]);
  expect((await ec2.describeSnapshots({ OwnerIds: ['self'], Filters })).Snapshots).toMatchObject([
    { SnapshotId: snapshotId, VolumeSize: 50, Description: 'before' },
  ]);
  expect((await ec2.describeAddresses({ Filters })).Addresses).toMatchObject([
    { AllocationId: allocationId, PublicIp: '203.0.113.77' },
  ]);
  const ofVpc = [{ Name: 'vpc-id', Values: [vpcId] }];
  expect((await ec2.describeNatGateways({ Filter: ofVpc })).NatGateways).toMatchObject([
    { NatGatewayId: gateway, State: 'available' },
  ]);
  expect((await ec2.describeVpcEndpoints({ Filters: ofVpc })).VpcEndpoints).toMatchObject([
    { VpcEndpointId: endpoint, VpcEndpointType: 'Interface' },
  ]);
  await ec2.deleteSnapshot({ SnapshotId: snapshotId });
  await ec2.deleteVolume({ VolumeId: volumeId });
  expect((await ec2.describeVolumes({ Filters })).Volumes).toEqual([]);

  const name = ownName('lb');
  const arn = await left.createLoadBalancer({ tags, name, subnetIds: [subnetId] });
  const balancers = new ElasticLoadBalancingV2(settings);
  expect((await balancers.describeLoadBalancers({ Names: [name] })).LoadBalancers).toMatchObject([
    { LoadBalancerArn: arn, Type: 'application', VpcId: vpcId },
  ]);
  const { TagDescriptions } = await balancers.describeTags({ ResourceArns: [arn] });
  expect(TagDescriptions).toMatchObject([{ Tags: [{ Key: 'stack', Value: tags.stack }] }]);

  const prefix = `/aws/eks/${tags.stack}`;
  await left.createLogGroup({ name: `${prefix}/cluster`, storedBytes: 5_000_000, retentionDays: 30 });
  const logs = new CloudWatchLogs(settings);
  expect((await logs.describeLogGroups({ logGroupNamePrefix: prefix })).logGroups).toMatchObject([
    { logGroupName: `${prefix}/cluster`, storedBytes: 5_000_000, retentionInDays: 30 },
  ]);
  await logs.deleteLogGroup({ logGroupName: `${prefix}/cluster` });
  expect((await logs.describeLogGroups({ logGroupNamePrefix: prefix })).logGroups).toEqual([]);
});
