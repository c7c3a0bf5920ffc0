import type { Aws } from '../../aws/aws.js';
import { AwsError } from '../../aws/aws-errors.js';
import type { Nodegroup } from '../../aws/contract/eks.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import type { Sleeper, SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { advised } from './advised.js';
import { choosesInCluster, inBareClusters, maybeChosen } from './choices.js';
import type { ClusterNodes } from './cluster-nodes.js';
import { nodegroupAdvice } from './explain-nodegroup.js';
import { instanceStores } from './instance-facts.js';
import { launchFailures } from './launch-failures.js';
import { type NodegroupName, nameInArn } from './nodegroup-name.js';
import { nodegroupSleeper } from './nodegroup-sleeper.js';
import { nodegroupUpdates } from './nodegroup-updates.js';
import type { ClusterSelector } from './selectors.js';
import { sizeToWakeTo } from './size-to-wake-to.js';

export interface NodegroupDeps {
  readonly aws: Pick<Aws, 'eks' | 'autoScaling'> & {
    readonly ec2: Pick<Aws['ec2'], 'typesWithInstanceStore'>;
  };
  readonly nodes: ClusterNodes;
}

/**
 * Managed node groups of EKS, by name or tags. There is no request for several, and none by tags, so that they are asked for
 * ten at a time: all of a cluster when tags choose.
 */
export function nodegroupPort({
  aws: { eks, autoScaling, ec2 },
  nodes,
}: NodegroupDeps): SleeperPort<ClusterSelector> {
  const updates = nodegroupUpdates(eks);
  const learnFailures = launchFailures(autoScaling);
  const learnStores = instanceStores(ec2);
  const clusters = new Set<string>();

  const describe = async (names: readonly NodegroupName[], signal?: AbortSignal) => {
    const found = await mapAtMost(usuallyAtOnce, names, signal, async (name, own) => {
      const nodegroup = await eks.nodegroup(name.cluster, name.nodegroup, own);
      if (nodegroup === undefined) return [];
      const hasEnded = nodegroup.status !== 'UPDATING';
      const failedUpdate = hasEnded ? await updates.failure(nodegroup.arn, name, own) : undefined;
      return [{ nodegroup, failedUpdate }];
    });
    return found.flat();
  };

  const sleepers = async (
    names: readonly NodegroupName[],
    { isWanted, nameAmong }: Reading,
    signal?: AbortSignal,
  ): Promise<readonly Read[]> => {
    if (names.length === 0) return [];
    for (const { cluster } of names) clusters.add(cluster);
    const [all, seen] = await Promise.all([describe(names, signal), nodes.look(clusters, signal)]);
    const described = all.filter(({ nodegroup }) => isWanted(nodegroup));
    const groupNames = described.flatMap(({ nodegroup }) => nodegroup.autoScalingGroups);
    const groups = groupNames.length === 0 ? [] : await autoScaling.groups({ names: groupNames }, signal);
    const [failuresOf, storesOf] = await Promise.all([
      learnFailures(groups, signal),
      learnStores(groups, signal),
    ]);
    const nameOf = nameAmong(described.map(({ nodegroup }) => nodegroup));
    return described.map(({ nodegroup, failedUpdate }) => {
      const own = groups.filter(({ name }) => nodegroup.autoScalingGroups.includes(name));
      const sleeper = nodegroupSleeper({
        nodegroup,
        shownName: nameOf(nodegroup),
        groups: own,
        storeTypes: storesOf(own),
        nodes: nodes.areOf(nodegroup.cluster) ? seen : 'not looked at',
        failedUpdate,
        failures: nodegroup.autoScalingGroups.flatMap(failuresOf),
      });
      return { nodegroup, sleeper };
    });
  };

  const scale = async (
    { id, status }: Sleeper,
    size: { readonly min: number; readonly desired: number },
    signal?: AbortSignal,
  ) => {
    const { cluster, nodegroup } = nameInArn(id);
    const asked = eks.scale(cluster, nodegroup, size, signal).catch((error: unknown) => {
      throw status.startsWith('DEGRADED') ? untilMended(error) : error;
    });
    updates.began(id, await advised(asked, nodegroupAdvice));
  };

  return {
    kind: 'nodegroup',

    async find(given, signal) {
      const selectors = inBareClusters(given);
      const names = await maybeChosen(selectors, (cluster, own) => eks.nodegroupNames(cluster, own), signal);
      const isWanted = (nodegroup: Nodegroup) => selectors.some((one) => choosesInCluster(one, nodegroup));
      const requests = names.map(({ cluster, name }) => ({ cluster, nodegroup: name }));
      const found = await sleepers(requests, { isWanted, nameAmong: shortNames }, signal);
      return selectors.map((selector) =>
        found.flatMap(({ nodegroup, sleeper }) => (choosesInCluster(selector, nodegroup) ? [sleeper] : [])),
      );
    },

    async read(earlier, signal) {
      const shown = new Map(earlier.map(({ id, name }) => [id, name]));
      const names = earlier.map(({ id }) => nameInArn(id));
      const sameNames: NameAmong =
        () =>
        ({ arn, name }) =>
          shown.get(arn) ?? name;
      const isWanted = ({ arn }: Nodegroup) => shown.has(arn);
      const found = await sleepers(names, { isWanted, nameAmong: sameNames }, signal);
      return found.map(({ sleeper }) => sleeper);
    },

    setRecord: ({ id }, text, signal) =>
      text === null ? eks.removeTag(id, recordTag, signal) : eks.setTag(id, recordTag, text, signal),
    sleep: (sleeper, signal) => scale(sleeper, { min: 0, desired: 0 }, signal),
    wake: async (sleeper, size, signal) => scale(sleeper, sizeToWakeTo(sleeper, size), signal),
  };
}

/** Who is busy is asked again; what is DEGRADED stays so until somebody mends it. */
function untilMended(error: unknown): unknown {
  const isBusy = error instanceof AwsError && error.code === 'ResourceInUseException';
  return isBusy
    ? new AwsError('NodegroupDegraded', error.message, { hint: error.hint, cause: error })
    : error;
}

interface Reading {
  isWanted(nodegroup: Nodegroup): boolean;
  readonly nameAmong: NameAmong;
}

interface Read {
  readonly nodegroup: Nodegroup;
  readonly sleeper: Sleeper;
}

type NameAmong = (all: readonly Nodegroup[]) => (nodegroup: Nodegroup) => string;

/** Its name alone, unless node groups of two clusters have the same. */
const shortNames: NameAmong =
  (all) =>
  ({ cluster, name }) =>
    all.filter((one) => one.name === name).length < 2 ? name : `${cluster}/${name}`;
