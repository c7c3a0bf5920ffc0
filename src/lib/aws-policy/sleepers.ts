import type { SleeperKind } from '../power/sleep-entry.js';
import { arn, inArn, type Place } from './arns.js';
import { hasTags } from './conditions.js';
import type { PolicySleeper } from './facts.js';
import type { Resource } from './resource.js';

/** Those of one kind: by name the very one, by tags whatever has them. */
export function sleepersOf(
  sleepers: readonly PolicySleeper[],
  wanted: SleeperKind,
  place: Place,
): readonly Resource[] {
  return sleepers.filter(({ kind }) => kind === wanted).map((sleeper) => resourceOf(sleeper, place));
}

function resourceOf(sleeper: PolicySleeper, place: Place): Resource {
  const { chosen } = sleeper;
  const name = chosen.by === 'name' ? inArn(chosen.name) : '*';
  return {
    arns: [arnOf(sleeper, name, place)],
    conditions: chosen.by === 'name' ? undefined : hasTags(chosen.tags),
  };
}

/** A node group's ARN ends with an id of its own, and an Auto Scaling group's has one in the middle. */
function arnOf({ kind, cluster }: PolicySleeper, name: string, place: Place): string {
  const owner = inArn(cluster);
  switch (kind) {
    case 'nodegroup':
      return arn(place, 'eks', `nodegroup/${owner}/${name}/*`);
    case 'ecs':
      return arn(place, 'ecs', `service/${owner}/${name}`);
    case 'asg':
      return arn(place, 'autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`);
    case 'rds':
      return arn(place, 'rds', `db:${name}`);
    case 'rds-cluster':
      return arn(place, 'rds', `cluster:${name}`);
    case 'ec2':
      return arn(place, 'ec2', `instance/${name}`);
    case 'workload':
      throw new TypeError('a workload is nothing of AWS');
  }
}

/** The clusters of the node groups. */
export function clustersOfNodegroups(sleepers: readonly PolicySleeper[], place: Place): readonly Resource[] {
  return sleepers
    .filter(({ kind }) => kind === 'nodegroup')
    .map(({ cluster }) => ({
      arns: [arn(place, 'eks', `cluster/${inArn(cluster)}`)],
      conditions: undefined,
    }));
}

/** A request for the services of a cluster is one for any service, which only a condition limits to the cluster. */
export function searchedEcsClusters(sleepers: readonly PolicySleeper[], place: Place): readonly Resource[] {
  const clusters = sleepers.filter((one) => one.kind === 'ecs' && one.isByTags).map(({ cluster }) => cluster);
  return [...new Set(clusters)].map((cluster) => ({
    arns: ['*'],
    conditions: { ArnLike: { 'ecs:cluster': arn(place, 'ecs', `cluster/${inArn(cluster)}`) } },
  }));
}
