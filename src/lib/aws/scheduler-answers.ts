import type { CreateScheduleCommandInput, GetScheduleCommandOutput } from '@aws-sdk/client-scheduler';
import type { Schedule } from './contract/scheduler.js';

/** As Scheduler does when it isn't told: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_RetryPolicy.html */
const defaultRetries = 185;

/** A schedule as Scheduler answers it; undefined when that isn't one. */
export function scheduleOf(answered: Omit<GetScheduleCommandOutput, '$metadata'>): Schedule | undefined {
  const { GroupName: group, Name: name, ScheduleExpression: expression, Target } = answered;
  if (!group || !name || !expression || !Target?.Arn) return undefined;
  return {
    ...{ group, name, expression },
    description: answered.Description || undefined,
    isEnabled: answered.State !== 'DISABLED',
    timezone: answered.ScheduleExpressionTimezone || 'UTC',
    target: Target.Arn,
    input: Target.Input ?? '',
    roleArn: Target.RoleArn ?? '',
    retries: Target.RetryPolicy?.MaximumRetryAttempts ?? defaultRetries,
  };
}

/** What was meant for the evening isn't done any more when somebody may have woken it since. */
const longestRetrySeconds = 900;

/** A schedule as Scheduler wants it, on time to the minute. */
export function scheduleInput(schedule: Schedule): CreateScheduleCommandInput {
  const { group, name, description, isEnabled, expression, timezone, target, input, roleArn } = schedule;
  return {
    GroupName: group,
    Name: name,
    ...(description === undefined ? {} : { Description: description }),
    State: isEnabled ? 'ENABLED' : 'DISABLED',
    ScheduleExpression: expression,
    ScheduleExpressionTimezone: timezone,
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: target,
      RoleArn: roleArn,
      Input: input,
      RetryPolicy: {
        MaximumRetryAttempts: schedule.retries,
        MaximumEventAgeInSeconds: longestRetrySeconds,
      },
    },
  };
}
