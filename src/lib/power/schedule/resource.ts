import { bareName, nameOfKind } from '../kinds/selector-names.js';
import type { Sleeper } from '../model.js';
import type { NameOrTags, SleepSelector } from '../sleep-entry.js';
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
  if (cluster === undefined || name === undefined)
    return { kind, cluster: bareName(selector.cluster), name: bareName(id) };
  return { kind, cluster, name };
}

/** What a line of the list names by itself, whether there is such a thing or not; undefined for tags, and workloads. */
export function resourceNamed(selector: SleepSelector): Resource | undefined {
  if (selector.kind === 'workload') return undefined;
  if ('cluster' in selector) {
    const { kind, cluster, choice } = selector;
    const name = nameChosen(kind, choice);
    return name === undefined ? undefined : { kind, cluster: bareName(cluster), name };
  }
  const { kind, choice } = selector;
  const name = nameChosen(kind, choice);
  return name === undefined ? undefined : { kind, cluster: undefined, name };
}

function nameChosen(kind: Resource['kind'], choice: NameOrTags): string | undefined {
  return choice.by === 'name' ? nameOfKind(kind, choice.name) : undefined;
}

export function sameResource(one: Resource, other: Resource): boolean {
  return one.kind === other.kind && one.cluster === other.cluster && one.name === other.name;
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
