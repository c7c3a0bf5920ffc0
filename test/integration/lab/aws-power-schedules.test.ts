import { type CreateScheduleCommandInput, Scheduler } from '@aws-sdk/client-scheduler';
import { expect, test } from 'vitest';
import { ownName } from '../aws/opened-aws.js';
import { refusal, sdkLab } from './aws-sdk.js';

const role = 'arn:aws:iam::123456789012:role/exops-dev-schedule';

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

test('schedules are created, listed, changed and removed with their group', async () => {
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

test('a schedule does what it says when its time comes, and nothing while it is disabled', async () => {
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
