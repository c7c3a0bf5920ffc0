import type { Sleeper } from '../model.js';
import { bareName, nameOfKind } from '../kinds/selector-names.js';
import type { SleepSelector } from '../sleep-entry.js';
import type { Resource } from './model.js';

/** A sleeper as requests name it, by its id; undefined for what Scheduler can't reach. */
export function resourceOf(
  { kind, id }: Pick<Sleeper, 'kind' | 'id'>,
  selector: SleepSelector,
): Resource | undefined {
  if (kind === 'workload') return undefined;
  if (selector.kind !== 'nodegroup' && selector.kind !== 'ecs')
    return { kind, cluster: undefined, name: nameIn(id) };
  // The ARNs of old services don't have the cluster.
  const [, cluster, name] = inCluster.exec(id) ?? [];
  return {
    kind,
    cluster: cluster ?? bareName(selector.cluster),
    name: name ?? nameOfKind(kind, selector.name),
  };
}

const inCluster = /^arn:[^/]*:(?:nodegroup|service)\/([^/]+)\/([^/]+)/;

/** `db:NAME`, `cluster:NAME` and `autoScalingGroupName/NAME` are how their ARNs end. */
function nameIn(id: string): string {
  return id.startsWith('arn:') ? id.replace(/^arn:.*?:(?:db:|cluster:|autoScalingGroup:.*?Name\/)/, '') : id;
}

/** `nodegroup shop/spot`, as far as its schedule tells. */
export function sayResource({ kind, cluster, name }: Resource): string {
  return cluster === undefined ? `${kind} ${name}` : `${kind} ${cluster}/${name}`;
}
