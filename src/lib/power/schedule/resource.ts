import type { Sleeper } from '../model.js';
import type { SleepSelector } from '../sleep-entry.js';
import type { Resource } from './model.js';

/** A sleeper as requests name it, undefined for what Scheduler can't reach. */
export function resourceOf(
  { kind, id }: Pick<Sleeper, 'kind' | 'id'>,
  selector: SleepSelector,
): Resource | undefined {
  if (kind === 'workload') return undefined;
  const inCluster = selector.kind === 'nodegroup' || selector.kind === 'ecs' ? selector : undefined;
  if (inCluster !== undefined) return { kind, cluster: inCluster.cluster, name: inCluster.name };
  return { kind, cluster: undefined, name: nameIn(id) };
}

/** `db:NAME`, `cluster:NAME` and `autoScalingGroupName/NAME` are how their ARNs end. */
function nameIn(id: string): string {
  return id.startsWith('arn:') ? id.replace(/^arn:.*?:(?:db:|cluster:|autoScalingGroup:.*?Name\/)/, '') : id;
}

/** `nodegroup shop/spot`, as far as its schedule tells. */
export function sayResource({ kind, cluster, name }: Resource): string {
  return cluster === undefined ? `${kind} ${name}` : `${kind} ${cluster}/${name}`;
}
