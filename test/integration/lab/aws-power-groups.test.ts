import { AutoScaling } from '@aws-sdk/client-auto-scaling';
import { EC2 } from '@aws-sdk/client-ec2';
import { ECS } from '@aws-sdk/client-ecs';
import { describe, expect, test } from 'vitest';
import { ownName } from '../aws/opened-aws.js';
import { eventually, refusal, sdkLab } from './aws-sdk.js';

const anHour = 3_600;

describe('an Auto Scaling group', () => {
  const open = async (transitionSeconds: number, tags: Readonly<Record<string, string>> = {}) => {
    const { settings, power } = sdkLab();
    const client = new AutoScaling(settings);
    const name = ownName('group');
    await power.autoScalingGroups.create({ name, transitionSeconds, tags });
    const resize = (size: object) => client.updateAutoScalingGroup({ AutoScalingGroupName: name, ...size });
    const described = async () =>
      (await client.describeAutoScalingGroups({ AutoScalingGroupNames: [name] })).AutoScalingGroups?.[0];
    const states = async () => ((await described())?.Instances ?? []).map((one) => one.LifecycleState);
    const activities = async () =>
      (await client.describeScalingActivities({ AutoScalingGroupName: name })).Activities ?? [];
    return { settings, power, client, name, resize, described, states, activities };
  };

  test('lets its instances go and come over time', async () => {
    const { resize, states, described, activities } = await open(0.3);
    expect(await states()).toEqual(['InService', 'InService']);
    await resize({ MinSize: 0, DesiredCapacity: 0 });
    expect(await states()).toEqual(['Terminating', 'Terminating']);
    expect(await described()).toMatchObject({ MinSize: 0, MaxSize: 4, DesiredCapacity: 0 });
    await eventually(async () => ((await states()).length === 0 ? true : undefined));
    expect((await activities()).map(({ StatusCode }) => StatusCode)).toEqual(Array(4).fill('Successful'));
    await resize({ MinSize: 1, DesiredCapacity: 1 });
    expect(await states()).toEqual(['Pending']);
    expect((await activities())[0]).toMatchObject({ StatusCode: 'InProgress' });
    await eventually(async () => ((await states()).join() === 'InService' ? true : undefined));
  });

  test('replaces what is terminated', async () => {
    const { settings, described, states } = await open(0);
    const InstanceIds = ((await described())?.Instances ?? []).map(({ InstanceId = '' }) => InstanceId);
    await new EC2(settings).terminateInstances({ InstanceIds: InstanceIds.slice(0, 1) });
    expect(await states()).toEqual(['InService', 'InService']);
    const now = ((await described())?.Instances ?? []).map(({ InstanceId = '' }) => InstanceId);
    expect(now).toContain(InstanceIds[1]);
    expect(now).not.toContain(InstanceIds[0]);
  });

  test('that cannot launch says so in its activities, until it can', async () => {
    const { power, name, resize, activities, states } = await open(0);
    const message =
      'Could not launch Spot Instances. InsufficientInstanceCapacity - There is no Spot capacity.';
    await power.autoScalingGroups.failLaunches(name, message);
    await resize({ DesiredCapacity: 3 });
    expect(await states()).toHaveLength(2);
    const full = `${message} Launching EC2 instance failed.`;
    expect((await activities())[0]).toMatchObject({
      StatusCode: 'Failed',
      StatusMessage: full,
      Description: `Launching a new EC2 instance.  Status Reason: ${full}`,
    });
    await power.autoScalingGroups.failLaunches(name, null);
    expect(await states()).toHaveLength(3);
    expect((await activities())[0]).toMatchObject({ StatusCode: 'Successful' });
  });

  test('refuses sizes that do not fit each other, in the words of AWS', async () => {
    const { resize, client, name } = await open(0);
    expect(await refusal(resize({ DesiredCapacity: 0 }))).toEqual([
      'ValidationError',
      'Desired capacity:0 must be between the specified min size:1 and max size:4',
    ]);
    expect((await refusal(resize({ MinSize: 5 })))[0]).toBe('ValidationError');
    const beyond = { AutoScalingGroupName: name, DesiredCapacity: 9 };
    expect(await refusal(client.setDesiredCapacity(beyond))).toEqual([
      'ValidationError',
      'New SetDesiredCapacity value 9 is above max value 4 for the AutoScalingGroup.',
    ]);
  });

  test('is found by its tags, which come and go', async () => {
    const team = ownName('team');
    const { client, name, described, power } = await open(0, { Team: team });
    const tag = { ResourceId: name, ResourceType: 'auto-scaling-group', Key: 'exops:sleep' };
    await client.createOrUpdateTags({ Tags: [{ ...tag, Value: 'v=1', PropagateAtLaunch: false }] });
    expect((await described())?.Tags).toEqual(
      expect.arrayContaining([{ ...tag, Value: 'v=1', PropagateAtLaunch: false }]),
    );
    const found = await client.describeAutoScalingGroups({ Filters: [{ Name: 'tag:Team', Values: [team] }] });
    expect(found.AutoScalingGroups?.map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual([name]);
    await client.deleteTags({ Tags: [tag] });
    expect((await power.autoScalingGroups.describe(name)).tags['exops:sleep']).toBeUndefined();
    await power.autoScalingGroups.delete(name);
    expect(await described()).toBeUndefined();
    expect((await refusal(client.createOrUpdateTags({ Tags: [{ ...tag, Value: 'v=1' }] })))[0]).toBe(
      'ValidationError',
    );
  });
});

describe('an ECS service', () => {
  const open = async (transitionSeconds: number, isDaemon = false) => {
    const { settings, power } = sdkLab();
    const client = new ECS(settings);
    const [cluster, name] = [ownName('cluster'), ownName('service')];
    const arn = await power.ecsServices.create({
      ...{ cluster, name, transitionSeconds, isDaemon, desired: 4, tags: { Team: 'web' } },
    });
    const described = async () =>
      (await client.describeServices({ cluster, services: [name], include: ['TAGS'] })).services?.[0];
    const resize = (desiredCount: number) => client.updateService({ cluster, service: name, desiredCount });
    return { power, client, cluster, name, arn, described, resize };
  };

  test('runs what was desired, after a while', async () => {
    const { described, resize, name } = await open(0.4);
    expect(await described()).toMatchObject({
      ...{ status: 'ACTIVE', launchType: 'FARGATE', schedulingStrategy: 'REPLICA' },
      ...{ desiredCount: 4, runningCount: 4, pendingCount: 0 },
    });
    await resize(0);
    const counts = new Set<number>();
    await eventually(async () => {
      const { desiredCount, runningCount = 0 } = (await described()) ?? {};
      expect(desiredCount).toBe(0);
      counts.add(runningCount);
      return runningCount === 0 ? true : undefined;
    });
    expect(Math.max(...counts)).toBeGreaterThan(0);
    expect((await described())?.events?.[0]?.message).toBe(`(service ${name}) has reached a steady state.`);
  });

  test('is on its way until then', async () => {
    const { described, resize } = await open(anHour);
    await resize(0);
    await resize(6);
    expect(await described()).toMatchObject({ desiredCount: 6, runningCount: 4, pendingCount: 2 });
    expect((await described())?.deployments?.[0]).toMatchObject({
      ...{ desiredCount: 6, runningCount: 4, rolloutState: 'IN_PROGRESS' },
    });
  });

  test('that finds no place says so, until there is one', async () => {
    const { power, cluster, name, described, resize } = await open(0);
    await resize(0);
    const message = 'was unable to place a task because no container instance met all of its requirements.';
    await power.ecsServices.failPlacement(cluster, name, message);
    await resize(2);
    expect(await described()).toMatchObject({ desiredCount: 2, runningCount: 0 });
    expect((await described())?.events?.[0]?.message).toBe(`(service ${name}) ${message}`);
    await power.ecsServices.failPlacement(cluster, name, null);
    expect(await described()).toMatchObject({ runningCount: 2 });
  });

  test('has tags where they are asked for', async () => {
    const { client, cluster, name, arn, described } = await open(0);
    await client.tagResource({ resourceArn: arn, tags: [{ key: 'exops:sleep', value: 'v=1' }] });
    expect((await described())?.tags).toEqual(
      expect.arrayContaining([
        { key: 'Team', value: 'web' },
        { key: 'exops:sleep', value: 'v=1' },
      ]),
    );
    const { services: [bare] = [] } = await client.describeServices({ cluster, services: [name] });
    expect(bare?.tags).toBeUndefined();
    await client.untagResource({ resourceArn: arn, tagKeys: ['exops:sleep'] });
    expect((await described())?.tags?.map(({ key }) => key)).not.toContain('exops:sleep');
  });

  test('that is missing is a failure, and more than ten are refused', async () => {
    const { client, cluster, name, power } = await open(0);
    const services = [name, 'absent'];
    const answer = await client.describeServices({ cluster, services });
    expect(answer.services?.map(({ serviceName }) => serviceName)).toEqual([name]);
    expect(answer.failures).toMatchObject([{ reason: 'MISSING' }]);
    const many = Array.from({ length: 11 }, (_, index) => `s${index}`);
    expect((await refusal(client.describeServices({ cluster, services: many })))[0]).toBe(
      'InvalidParameterException',
    );
    expect((await refusal(client.describeServices({ cluster: 'absent', services })))[0]).toBe(
      'ClusterNotFoundException',
    );
    await power.ecsServices.delete(cluster, name);
    expect((await client.describeServices({ cluster, services })).failures).toHaveLength(2);
  });

  test('of a daemon has no size to set', async () => {
    const { resize, described } = await open(0, true);
    expect((await described())?.schedulingStrategy).toBe('DAEMON');
    expect(await refusal(resize(0))).toEqual([
      'InvalidParameterException',
      'The daemon scheduling strategy does not support a desired count for services. ' +
        'Remove the desired count value and try again',
    ]);
  });
});
