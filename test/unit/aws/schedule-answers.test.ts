import { expect, test } from 'vitest';
import type { Schedule } from '../../../src/lib/aws/contract/scheduler.js';
import { scheduleInput, scheduleOf } from '../../../src/lib/aws/scheduler-answers.js';

const schedule: Schedule = {
  group: 'exops-dev',
  name: 'sleep-spot',
  description: 'exops dev sleep: nodegroup spot',
  isEnabled: true,
  expression: 'cron(0 19 ? * MON-FRI *)',
  timezone: 'Asia/Seoul',
  target: 'arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig',
  input: '{"ClusterName":"exchange-dev"}',
  roleArn: 'arn:aws:iam::123456789012:role/exops-schedule',
  retries: 5,
};

test('a schedule is told to the minute, and read as it was told', () => {
  const told = scheduleInput(schedule);
  expect(told.FlexibleTimeWindow).toEqual({ Mode: 'OFF' });
  expect(scheduleOf(told)).toEqual(schedule);
  const disabled = { ...schedule, isEnabled: false, description: undefined };
  expect(scheduleOf(scheduleInput(disabled))).toEqual(disabled);
});

test("what it doesn't say is as Scheduler does by itself", () => {
  const { group: GroupName, name: Name, expression: ScheduleExpression, target: Arn, roleArn } = schedule;
  const least = { GroupName, Name, ScheduleExpression, Target: { Arn, RoleArn: roleArn } };
  expect(scheduleOf(least)).toEqual({
    ...schedule,
    ...{ description: undefined, timezone: 'UTC', input: '', retries: 185 },
  });
});

test('what has no target is none', () => {
  expect(scheduleOf({ ...scheduleInput(schedule), Target: undefined })).toBeUndefined();
});
