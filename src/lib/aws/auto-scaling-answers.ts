import type {
  Activity,
  AutoScalingGroup as AnsweredGroup,
  Instance as AnsweredInstance,
} from '@aws-sdk/client-auto-scaling';
import type { AutoScalingGroup, GroupInstance } from './contract/autoscaling.js';
import { tagsOf } from './tags-of.js';

/** A group as Auto Scaling answers it; undefined when that isn't one. */
export function groupOf(answered: AnsweredGroup): AutoScalingGroup | undefined {
  const { AutoScalingGroupName: name, AutoScalingGroupARN: arn } = answered;
  if (!name || !arn) return undefined;
  return {
    ...{ name, arn },
    min: answered.MinSize ?? 0,
    max: answered.MaxSize ?? 0,
    desired: answered.DesiredCapacity ?? 0,
    instances: (answered.Instances ?? []).flatMap((one) => instanceOf(one) ?? []),
    suspended: (answered.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []),
    status: answered.Status || undefined,
    tags: tagsOf(answered.Tags),
  };
}

function instanceOf(answered: AnsweredInstance): GroupInstance | undefined {
  const { InstanceId: id, LifecycleState: lifecycle } = answered;
  if (!id || !lifecycle) return undefined;
  return {
    ...{ id, lifecycle },
    instanceType: answered.InstanceType || undefined,
    isHealthy: answered.HealthStatus?.toLowerCase() === 'healthy',
    isProtected: answered.ProtectedFromScaleIn === true,
  };
}

/** So old that it says nothing of what is going on: a night lies between a failed wake and the next one. */
const oldFailureMs = 6 * 60 * 60 * 1_000;

/** Why the newest of these activities failed, as far back as they did lately; they come newest first. */
export function failuresOf(activities: readonly Activity[], now: number): readonly string[] {
  const firstOther = activities.findIndex(
    ({ StatusCode, StartTime }) =>
      StatusCode !== 'Failed' || (StartTime?.getTime() ?? now) < now - oldFailureMs,
  );
  const failed = firstOther === -1 ? activities : activities.slice(0, firstOther);
  return failed.map(({ StatusMessage, Description }) => StatusMessage || Description || 'without a word');
}
