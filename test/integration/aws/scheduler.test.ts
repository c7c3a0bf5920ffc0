import { describe, expect, test } from 'vitest';
import { AwsNotFoundError } from '../../../src/lib/aws/aws-errors.js';
import type { Schedule } from '../../../src/lib/aws/contract/scheduler.js';
import { failureOf, openLab as open, ownName } from './opened-aws.js';

function scheduleIn(group: string, parts: Partial<Schedule> = {}): Schedule {
  return {
    group,
    name: 'sleep-spot',
    description: 'exops dev sleep: nodegroup spot',
    isEnabled: true,
    expression: 'cron(0 19 ? * MON-FRI *)',
    timezone: 'Asia/Seoul',
    target: 'arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig',
    input: JSON.stringify({ ClusterName: 'dev', NodegroupName: 'spot', ScalingConfig: { MinSize: 0 } }),
    roleArn: 'arn:aws:iam::123456789012:role/exops-schedule',
    retries: 5,
    ...parts,
  };
}

describe('schedules', () => {
  test('are created, told whole, replaced and deleted', async () => {
    const { aws } = open();
    const group = ownName('exops-dev');
    await aws.scheduler.createGroup(group, { Team: 'web' });
    expect(await aws.scheduler.schedules(group)).toEqual([]);
    const sleep = scheduleIn(group);
    const wake = scheduleIn(group, { name: 'wake-spot', description: undefined, isEnabled: false });
    await aws.scheduler.create(sleep);
    await aws.scheduler.create(wake);
    const byName = (one: Schedule, other: Schedule) => one.name.localeCompare(other.name);
    expect([...((await aws.scheduler.schedules(group)) ?? [])].sort(byName)).toEqual([sleep, wake]);
    const later = scheduleIn(group, { expression: 'cron(0 21 ? * * *)', timezone: 'UTC', isEnabled: false });
    await aws.scheduler.update(later);
    await aws.scheduler.delete(group, 'wake-spot');
    expect(await aws.scheduler.schedules(group)).toEqual([later]);
  });

  test('are undefined without their group', async () => {
    const { aws } = open();
    const group = ownName('exops-dev');
    expect(await aws.scheduler.schedules(group)).toBeUndefined();
    await aws.scheduler.createGroup(group, {});
    await aws.scheduler.create(scheduleIn(group));
    await aws.scheduler.deleteGroup(group);
    expect(await aws.scheduler.schedules(group)).toBeUndefined();
  });

  test('that one deletes meanwhile are left out', async () => {
    const { aws, lab } = open();
    const group = ownName('exops-dev');
    await aws.scheduler.createGroup(group, {});
    await aws.scheduler.create(scheduleIn(group));
    await aws.scheduler.create(scheduleIn(group, { name: 'wake-spot' }));
    await lab.fault({
      ...{ service: 'scheduler', action: 'GetSchedule', match: 'sleep-spot', status: 404 },
      ...{ code: 'ResourceNotFoundException', message: 'Schedule sleep-spot does not exist.' },
    });
    expect(await aws.scheduler.schedules(group)).toMatchObject([{ name: 'wake-spot' }]);
  });

  test('that are there, or are not there, are told', async () => {
    const { aws } = open();
    const group = ownName('exops-dev');
    await aws.scheduler.createGroup(group, {});
    await aws.scheduler.create(scheduleIn(group));
    expect(await failureOf(aws.scheduler.create(scheduleIn(group)))).toMatchObject({
      code: 'ConflictException',
      message: expect.stringMatching(`^scheduler:CreateSchedule for ${group}/sleep-spot failed: `),
    });
    expect(await failureOf(aws.scheduler.createGroup(group, {}))).toMatchObject({
      code: 'ConflictException',
    });
    for (const work of [
      () => aws.scheduler.delete(group, 'gone'),
      () => aws.scheduler.update(scheduleIn(group, { name: 'gone' })),
      () => aws.scheduler.create(scheduleIn(ownName('gone'))),
      () => aws.scheduler.deleteGroup(ownName('gone')),
    ])
      expect(await failureOf(work())).toBeInstanceOf(AwsNotFoundError);
  });
});
