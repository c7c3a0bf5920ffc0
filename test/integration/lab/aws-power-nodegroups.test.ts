import { AutoScaling } from '@aws-sdk/client-auto-scaling';
import { EC2 } from '@aws-sdk/client-ec2';
import { EKS } from '@aws-sdk/client-eks';
import { expect, test } from 'vitest';
import type { NodegroupRequest } from '../../lab/aws/power-requests.js';
import { ownName } from '../aws/opened-aws.js';
import { eventually, refusal, sdkLab } from './aws-sdk.js';

const anHour = 3_600;

async function open(request: Partial<NodegroupRequest> = {}) {
  const { settings, lab, power } = sdkLab();
  const eks = new EKS(settings);
  const [cluster, name] = [ownName('cluster'), ownName('nodes')];
  const arn = await power.nodegroups.create({ transitionSeconds: 0, ...request, cluster, name });
  const ids = { clusterName: cluster, nodegroupName: name };
  return {
    ...{ lab, power, eks, arn, cluster, name, settings },
    describe: async () => (await eks.describeNodegroup(ids)).nodegroup,
    scale: async (scalingConfig: object) =>
      (await eks.updateNodegroupConfig({ ...ids, scalingConfig })).update ?? {},
    update: async (updateId?: string) =>
      (await eks.describeUpdate({ name: cluster, nodegroupName: name, updateId })).update,
    seen: () => power.nodegroups.describe(cluster, name),
  };
}

test('it has an Auto Scaling group with instances that know where they belong', async () => {
  const { describe, seen, settings, name, cluster } = await open({ capacityType: 'SPOT', desired: 3 });
  const found = await describe();
  expect(found).toMatchObject({
    status: 'ACTIVE',
    capacityType: 'SPOT',
    instanceTypes: ['t3.large'],
    scalingConfig: { minSize: 1, maxSize: 4, desiredSize: 3 },
    health: { issues: [] },
  });
  const group = found?.resources?.autoScalingGroups?.[0]?.name ?? '';
  const { AutoScalingGroups: [described] = [] } = await new AutoScaling(settings).describeAutoScalingGroups({
    AutoScalingGroupNames: [group],
  });
  expect(described).toMatchObject({ MinSize: 1, MaxSize: 4, DesiredCapacity: 3 });
  expect(described?.Instances?.map(({ LifecycleState }) => LifecycleState)).toEqual(
    Array(3).fill('InService'),
  );
  const [first] = (await seen()).instances;
  const { Reservations = [] } = await new EC2(settings).describeInstances({ InstanceIds: [`${first?.id}`] });
  const instance = Reservations[0]?.Instances?.[0];
  expect(instance).toMatchObject({ InstanceType: 't3.large', InstanceLifecycle: 'spot' });
  expect(instance?.Tags).toEqual(
    expect.arrayContaining([
      { Key: 'aws:autoscaling:groupName', Value: group },
      { Key: 'eks:cluster-name', Value: cluster },
      { Key: 'eks:nodegroup-name', Value: name },
    ]),
  );
});

test('an update is under way for a while, and another one is refused meanwhile', async () => {
  const { scale, update, describe } = await open({ transitionSeconds: anHour });
  const begun = await scale({ minSize: 0, desiredSize: 0 });
  expect(begun).toMatchObject({
    status: 'InProgress',
    type: 'ConfigUpdate',
    params: [
      { type: 'MinSize', value: '0' },
      { type: 'DesiredSize', value: '0' },
    ],
  });
  expect((await update(begun.id))?.status).toBe('InProgress');
  expect(await describe()).toMatchObject({
    status: 'UPDATING',
    scalingConfig: { minSize: 0, maxSize: 4, desiredSize: 0 },
  });
  expect(await refusal(scale({ desiredSize: 1 }))).toEqual([
    'ResourceInUseException',
    'Nodegroup cannot be updated as it is currently not in Active State',
  ]);
});

test('of two updates at once one is refused', async () => {
  const { scale } = await open({ transitionSeconds: anHour });
  const both = await Promise.allSettled([scale({ desiredSize: 1 }), scale({ desiredSize: 3 })]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test('instances come and go in their own time, after the update', async () => {
  const { scale, update, seen, describe } = await open({ transitionSeconds: 0, instanceSeconds: 1 });
  expect((await seen()).instances.map(({ state }) => state)).toEqual(['InService', 'InService']);
  const down = await scale({ minSize: 0, desiredSize: 0 });
  expect((await update(down.id))?.status).toBe('Successful');
  expect((await describe())?.status).toBe('ACTIVE');
  expect((await seen()).instances.map(({ state }) => state)).toEqual(['Terminating', 'Terminating']);
  await eventually(async () => ((await seen()).instances.length === 0 ? true : undefined));
  await scale({ minSize: 1, desiredSize: 2 });
  expect((await seen()).instances.map(({ state }) => state)).toEqual(['Pending', 'Pending']);
  await eventually(async () => ((await seen()).instances.every(isThere) ? true : undefined));
});

const isThere = ({ state }: { readonly state: string }): boolean => state === 'InService';

test.each([
  [{ minSize: 3 }, "Minimum capacity 3 can't be greater than desired size 2"],
  [{ desiredSize: 5 }, "desiredSize can't be greater than maxSize"],
  [{ minSize: 0, desiredSize: 0, maxSize: 0 }, "Requested max capacity can't be less than 1"],
])('sizes %j are refused', async (sizes, message) => {
  const { scale, describe } = await open();
  expect(await refusal(scale(sizes))).toEqual(['InvalidParameterException', message]);
  expect(await describe()).toMatchObject({ status: 'ACTIVE', scalingConfig: { minSize: 1, desiredSize: 2 } });
});

test('an update fails when told to, and changes nothing', async () => {
  const { scale, update, describe, power, cluster, name } = await open();
  const errors = [
    { errorCode: 'PodEvictionFailure', errorMessage: 'Reached max retries', resourceIds: ['node-1'] },
  ];
  await power.nodegroups.failNextUpdate(cluster, name, errors);
  const { id } = await scale({ minSize: 0, desiredSize: 0 });
  expect(await update(id)).toMatchObject({ status: 'Failed', errors });
  expect(await describe()).toMatchObject({ status: 'ACTIVE', scalingConfig: { desiredSize: 2 } });
  expect((await update((await scale({ desiredSize: 1 })).id))?.status).toBe('Successful');
});

test('the same token begins the same update', async () => {
  const { eks, cluster, name } = await open({ transitionSeconds: anHour });
  const input = { clusterName: cluster, nodegroupName: name, clientRequestToken: ownName('token') };
  const scalingConfig = { desiredSize: 1 };
  const first = await eks.updateNodegroupConfig({ ...input, scalingConfig });
  const second = await eks.updateNodegroupConfig({ ...input, scalingConfig });
  expect(second.update?.id).toBe(first.update?.id);
});

test('a degraded one says why, and takes no update', async () => {
  const { power, describe, scale, cluster, name } = await open();
  const issues = [{ code: 'AsgInstanceLaunchFailures', message: 'No capacity', resourceIds: ['eks-nodes'] }];
  await power.nodegroups.setHealth(cluster, name, issues, 'DEGRADED');
  expect(await describe()).toMatchObject({ status: 'DEGRADED', health: { issues } });
  expect((await refusal(scale({ desiredSize: 1 })))[0]).toBe('ResourceInUseException');
});

test('its tags are its own, and are seen where it is described', async () => {
  const { eks, arn, describe } = await open({ tags: { env: 'dev' } });
  await eks.tagResource({ resourceArn: arn, tags: { 'exops:sleep': 'v=1 min=1 desired=2', other: 'x' } });
  expect((await describe())?.tags).toMatchObject({ env: 'dev', 'exops:sleep': 'v=1 min=1 desired=2' });
  await eks.untagResource({ resourceArn: arn, tagKeys: ['exops:sleep', 'other'] });
  const { tags = {} } = await eks.listTagsForResource({ resourceArn: arn });
  expect(Object.keys(tags).filter((key) => !key.startsWith('exops-lab:'))).toEqual(['env']);
  const absent = `${arn}x`;
  expect((await refusal(eks.tagResource({ resourceArn: absent, tags: {} })))[0]).toBe('NotFoundException');
});

test('what is gone is not found, with its Auto Scaling group', async () => {
  const { power, eks, cluster, name, describe, settings } = await open();
  const group = (await describe())?.resources?.autoScalingGroups?.[0]?.name ?? '';
  await power.nodegroups.delete(cluster, name);
  expect((await refusal(describe()))[0]).toBe('ResourceNotFoundException');
  expect((await eks.listNodegroups({ clusterName: cluster })).nodegroups).toEqual([]);
  expect((await refusal(eks.listNodegroups({ clusterName: ownName('absent') })))[0]).toBe(
    'ResourceNotFoundException',
  );
  const found = await new AutoScaling(settings).describeAutoScalingGroups({ AutoScalingGroupNames: [group] });
  expect(found.AutoScalingGroups).toEqual([]);
});

test('somebody else resizes it, and it is seen in both', async () => {
  const { power, cluster, name, describe, lab } = await open();
  await power.nodegroups.resize(cluster, name, { desired: 4 });
  expect((await describe())?.scalingConfig).toEqual({ minSize: 1, maxSize: 4, desiredSize: 4 });
  expect((await lab.calls()).map(({ service, action }) => [service, action])).toEqual([
    ['eks', 'DescribeNodegroup'],
  ]);
});
