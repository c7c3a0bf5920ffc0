import type { Clock } from '../../../context.js';
import type { Aws } from '../../aws/aws.js';
import type { Nodegroup } from '../../aws/contract/eks.js';
import { ExopsError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import type { Sleeper, SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { advised } from './advised.js';
import type { ClusterNodes } from './cluster-nodes.js';
import { nodegroupAdvice } from './explain-nodegroup.js';
import { inParallel } from './in-parallel.js';
import { launchFailures } from './launch-failures.js';
import { nodegroupSleeper } from './nodegroup-sleeper.js';
import { type NodegroupName, nodegroupUpdates } from './nodegroup-updates.js';
import type { ClusterSelector } from './selectors.js';
import { sizeToWakeTo } from './size-to-wake-to.js';
import { whenFree } from './when-free.js';

export interface NodegroupDeps {
  readonly aws: Pick<Aws, 'eks' | 'autoScaling'>;
  readonly nodes: ClusterNodes;
  readonly clock: Clock;
}

/** Managed node groups of EKS. There is no request for several, so that they are asked for ten at a time. */
export function nodegroupPort({
  aws: { eks, autoScaling },
  nodes,
  clock,
}: NodegroupDeps): SleeperPort<ClusterSelector> {
  const updates = nodegroupUpdates(eks);
  const learnFailures = launchFailures(autoScaling);

  const describe = async (names: readonly NodegroupName[], signal?: AbortSignal) => {
    const found = await inParallel(names, signal, async (name, own) => {
      const nodegroup = await eks.nodegroup(name.cluster, name.nodegroup, own);
      return nodegroup === undefined
        ? []
        : [{ nodegroup, failedUpdate: await updates.failure(nodegroup.arn, name, own) }];
    });
    return found.flat();
  };

  const sleepers = async (
    names: readonly NodegroupName[],
    nameAmong: NameAmong,
    signal?: AbortSignal,
  ): Promise<readonly Sleeper[]> => {
    if (names.length === 0) return [];
    const [described, seen] = await Promise.all([describe(names, signal), nodes.look(signal)]);
    const groupNames = described.flatMap(({ nodegroup }) => nodegroup.autoScalingGroups);
    const groups = groupNames.length === 0 ? [] : await autoScaling.groups({ names: groupNames }, signal);
    const failuresOf = await learnFailures(groups, signal);
    const nameOf = nameAmong(described.map(({ nodegroup }) => nodegroup));
    return described.map(({ nodegroup, failedUpdate }) =>
      nodegroupSleeper({
        nodegroup,
        shownName: nameOf(nodegroup),
        groups: groups.filter(({ name }) => nodegroup.autoScalingGroups.includes(name)),
        nodes: nodes.areOf(nodegroup.cluster) ? seen : 'not looked at',
        failedUpdate,
        failures: nodegroup.autoScalingGroups.flatMap(failuresOf),
      }),
    );
  };

  const scale = async (
    { id }: Sleeper,
    size: { readonly min: number; readonly desired: number },
    signal?: AbortSignal,
  ) => {
    const { cluster, nodegroup } = partsOfArn(id);
    const mayEnd = async () => {
      const now = await eks.nodegroup(cluster, nodegroup, signal);
      return now !== undefined && ['ACTIVE', 'UPDATING', 'CREATING'].includes(now.status);
    };
    const ask = () => eks.scale(cluster, nodegroup, size, signal);
    updates.began(id, await advised(whenFree(ask, { clock, mayEnd, signal }), nodegroupAdvice));
  };

  return {
    kind: 'nodegroup',

    async find(selectors, signal) {
      const wanted = new Map(
        selectors.map(({ cluster, name }) => [`${cluster}/${name}`, { cluster, nodegroup: name }]),
      );
      const found = await sleepers([...wanted.values()], shortNames, signal);
      return selectors.map(({ cluster, name }) =>
        found.filter(({ id }) => {
          const parts = partsOfArn(id);
          return parts.cluster === cluster && parts.nodegroup === name;
        }),
      );
    },

    async read(earlier, signal) {
      const shown = new Map(earlier.map(({ id, name }) => [id, name]));
      const names = earlier.map(({ id }) => partsOfArn(id));
      const sameNames: NameAmong =
        () =>
        ({ arn, name }) =>
          shown.get(arn) ?? name;
      const found = await sleepers(names, sameNames, signal);
      return found.filter(({ id }) => shown.has(id));
    },

    setRecord: ({ id }, text, signal) =>
      text === null ? eks.removeTag(id, recordTag, signal) : eks.setTag(id, recordTag, text, signal),
    sleep: (sleeper, signal) => scale(sleeper, { min: 0, desired: 0 }, signal),
    wake: async (sleeper, size, signal) => scale(sleeper, sizeToWakeTo(sleeper, size), signal),
  };
}

type NameAmong = (all: readonly Nodegroup[]) => (nodegroup: Nodegroup) => string;

/** Its name alone, unless node groups of two clusters have the same. */
const shortNames: NameAmong =
  (all) =>
  ({ cluster, name }) =>
    all.filter((one) => one.name === name).length < 2 ? name : `${cluster}/${name}`;

/** `arn:aws:eks:ap-northeast-2:123456789012:nodegroup/exchange-dev/spot/0cb8…`; names have no slash. */
function partsOfArn(arn: string): NodegroupName {
  const [, cluster, nodegroup] = /:nodegroup\/([^/]+)\/([^/]+)\//.exec(arn) ?? [];
  if (cluster === undefined || nodegroup === undefined)
    throw new ExopsError(`EKS told of a node group with an ARN that is none: ${printable(arn)}`);
  return { cluster, nodegroup };
}
