import type { AutoScalingGroup } from '../../aws/contract/autoscaling.js';
import type { Nodegroup } from '../../aws/contract/eks.js';
import { protectedBy } from '../../aws/protected.js';
import type { Node } from '../../k8s/kubernetes.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Loss, Sleeper, SleeperState } from '../model.js';
import { recordTag } from '../record.js';
import { inService, scaleInProtection } from './asg-sleeper.js';
import { bareSleeper } from './bare-sleeper.js';
import type { SeenNodes } from './cluster-nodes.js';
import { launchAdvice } from './explain-launch.js';
import { explainIssue } from './explain-nodegroup.js';
import { storeLosses } from './instance-facts.js';
import { sayTrouble } from './say-trouble.js';

export const nodegroupLabel = 'eks.amazonaws.com/nodegroup';
const nodePoolLabel = 'karpenter.sh/nodepool';

/** A node group with all that is known around it. */
export interface NodegroupScene {
  readonly nodegroup: Nodegroup;
  /** As people know it: with its cluster when another one has that name too. */
  readonly shownName: string;
  /** Those it is made of. */
  readonly groups: readonly AutoScalingGroup[];
  /** All of the cluster's. */
  readonly nodes: SeenNodes;
  /** Why our own update of its size failed. */
  readonly failedUpdate: string | undefined;
  /** Types of its instances that have disks of the machine they run on. */
  readonly storeTypes: readonly string[];
  /** Why its groups could start no instances, newest first. */
  readonly failures: readonly string[];
}

export function nodegroupSleeper(scene: NodegroupScene): Sleeper {
  const { nodegroup, shownName } = scene;
  const { arn, min, max, desired, instanceTypes, capacityType, tags } = nodegroup;
  const state = stateOf(scene);
  const [instanceType] = instanceTypes;
  const isSpot = capacityType === 'SPOT';
  return {
    ...bareSleeper,
    kind: 'nodegroup',
    id: arn,
    name: shownName,
    state,
    status: statusOf(scene),
    size: { min, max, desired },
    record: tags.get(recordTag),
    never: protectedBy(tags) ?? scaleInProtection(scene.groups.flatMap(({ instances }) => instances)),
    losses: state === 'asleep' ? [] : [...storeLosses(scene.storeTypes), ...othersNodes(scene.nodes)],
    trouble: troubleOf(scene, state),
    machines: instanceType === undefined ? [] : [{ service: 'ec2', type: instanceType, isSpot }],
  };
}

function stateOf(scene: NodegroupScene): SleeperState {
  const { status, desired } = scene.nodegroup;
  if (status === 'CREATING') return 'busy';
  if (status === 'DELETING' || status.endsWith('_FAILED')) return 'unusable';
  if (desired === 0) return isEmpty(scene) && status !== 'UPDATING' ? 'asleep' : 'falling asleep';
  if (comeSoFar(scene).count < desired) return 'waking';
  if (status === 'UPDATING') return 'busy';
  return status === 'ACTIVE' ? 'awake' : 'waking';
}

/** EKS calls its update done before the instances are gone, and Kubernetes forgets nodes even later. */
function isEmpty({ groups, nodes, nodegroup }: NodegroupScene): boolean {
  if (groups.some(({ instances }) => instances.length > 0) || nodes === 'not known now') return false;
  return nodes === 'not looked at' || ownNodes(nodes, nodegroup).length === 0;
}

interface Come {
  readonly count: number;
  readonly what: 'nodes Ready' | 'instances InService';
}

/**
 * How many work: nodes that are Ready, and no more than there are instances in service, as Kubernetes takes a while to
 * see that a node is gone.
 */
function comeSoFar({ groups, nodes, nodegroup }: NodegroupScene): Come {
  if (nodes === 'not known now') return { count: 0, what: 'nodes Ready' };
  const instances: Come = {
    count: groups.reduce((sum, group) => sum + inService(group), 0),
    what: 'instances InService',
  };
  if (nodes === 'not looked at') return instances;
  const ready = ownNodes(nodes, nodegroup).filter(({ isReady }) => isReady).length;
  return groups.length > 0 && instances.count < ready ? instances : { count: ready, what: 'nodes Ready' };
}

function ownNodes(nodes: readonly Node[], { name }: Nodegroup): readonly Node[] {
  return nodes.filter(({ labels }) => labels[nodegroupLabel] === name);
}

/** EKS's word, and how far it has come. */
function statusOf(scene: NodegroupScene): string {
  const { nodegroup, groups, nodes } = scene;
  const { status, desired } = nodegroup;
  const instances = groups.reduce((sum, group) => sum + group.instances.length, 0);
  if (nodes === 'not known now') return `${status}, nodes not known right now`;
  if (desired > 0) {
    const { count, what } = comeSoFar(scene);
    return `${status}, ${count} of ${desired} ${what}`;
  }
  const left = nodes === 'not looked at' ? 0 : ownNodes(nodes, nodegroup).length;
  if (instances > 0) return `${status}, ${countOf(instances, 'instance')} left`;
  return left > 0 ? `${status}, ${countOf(left, 'node')} left` : status;
}

/** Karpenter and EKS Auto Mode make nodes of their own, which no node group knows. */
function othersNodes(nodes: SeenNodes): readonly Loss[] {
  if (typeof nodes === 'string') return [];
  const made = nodes.filter(({ labels }) => labels[nodePoolLabel] !== undefined);
  if (made.length === 0) return [];
  const pools = [...new Set(made.map(({ labels }) => labels[nodePoolLabel] ?? ''))].sort().join(', ');
  const which = `${countOf(made.length, 'node')} of Karpenter or Auto Mode (node pool ${printable(pools)})`;
  return [{ text: `does not touch ${which}, which may take over its pods`, isData: false }];
}

function troubleOf(
  { nodegroup: { status, issues }, failedUpdate, failures }: NodegroupScene,
  state: SleeperState,
): string | undefined {
  if (failedUpdate !== undefined) return failedUpdate;
  // While it is updated, its issues are those from before.
  const [issue] = status === 'UPDATING' ? [] : issues;
  if (issue !== undefined) return explainIssue(issue);
  const [newest] = state === 'waking' ? failures : [];
  return newest === undefined ? undefined : sayTrouble(newest, launchAdvice(newest));
}
