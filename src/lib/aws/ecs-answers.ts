import type { Service } from '@aws-sdk/client-ecs';
import type { EcsService } from './contract/ecs.js';

/**
 * A service as ECS answers it; undefined when that isn't one.
 * @param cluster as it was asked for: ECS answers its ARN
 */
export function ecsServiceOf(cluster: string, answered: Service): EcsService | undefined {
  const { serviceName: name, serviceArn: arn, status } = answered;
  if (!name || !arn || !status) return undefined;
  return {
    ...{ cluster, name, arn, status },
    isDaemon: answered.schedulingStrategy === 'DAEMON',
    desired: answered.desiredCount ?? 0,
    running: answered.runningCount ?? 0,
    pending: answered.pendingCount ?? 0,
    launchType: answered.launchType || undefined,
    newestEvent: newest(answered.events),
    tags: new Map((answered.tags ?? []).map(({ key = '', value = '' }) => [key, value])),
  };
}

/** ECS lists the newest first, and doesn't promise to. */
function newest(events: Service['events'] = []): string | undefined {
  const [first] = [...events].sort((one, other) => timeOf(other) - timeOf(one));
  return first?.message || undefined;
}

function timeOf({ createdAt }: NonNullable<Service['events']>[number]): number {
  return createdAt?.getTime() ?? 0;
}
