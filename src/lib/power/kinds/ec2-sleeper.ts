import type { Instance, InstanceState } from '../../aws/aws.js';
import { protectedBy } from '../../aws/protected.js';
import { readStateTransition } from '../../hosts/find/state-transition.js';
import { printable } from '../../terminal/printable.js';
import type { Loss, Sleeper, SleeperState } from '../model.js';
import { recordTag } from '../record.js';
import { bareSleeper } from './bare-sleeper.js';
import { instanceTrouble } from './explain-instance.js';
import { instanceAddresses } from './instance-addresses.js';

/** What describing an instance doesn't tell. */
export interface InstanceFacts {
  /** Its Spot request ends when it stops. */
  readonly isOneTimeSpot: boolean;
  /** Its type has disks of the machine that it runs on. */
  readonly hasInstanceStore: boolean;
}

const states: Readonly<Record<InstanceState, SleeperState | undefined>> = {
  pending: 'waking',
  running: 'awake',
  stopping: 'falling asleep',
  stopped: 'asleep',
  'shutting-down': undefined,
  terminated: undefined,
};

/** Undefined when it is gone for good, or about to be. */
export function ec2Sleeper(instance: Instance, facts: InstanceFacts, region: string): Sleeper | undefined {
  const { id, tags, instanceType, spotRequest, vpcId } = instance;
  const state = states[instance.state];
  if (state === undefined) return undefined;
  const name = tags.get('Name') ?? '';
  const machine = { service: 'ec2', type: instanceType ?? '', isSpot: spotRequest !== undefined } as const;
  return {
    ...bareSleeper,
    kind: 'ec2',
    id,
    name: name === '' || name === id ? id : `${id} (${name})`,
    state,
    status: instance.state,
    record: tags.get(recordTag),
    never: neverStopped(instance, facts),
    losses: state === 'asleep' ? [] : lossesOf(instance, facts),
    trouble: instanceTrouble(instance),
    since: sinceOf(instance),
    addresses: instanceAddresses(instance, region),
    machines: instanceType === undefined ? [] : [machine],
    volumeIds: instance.volumeIds,
    vpcId,
  };
}

function neverStopped(
  { tags, hasInstanceStoreRoot }: Instance,
  { isOneTimeSpot }: InstanceFacts,
): string | undefined {
  const protection = protectedBy(tags);
  if (protection !== undefined) return protection;
  const nodegroup = tags.get('eks:nodegroup-name');
  if (nodegroup !== undefined)
    return `it belongs to the EKS node group ${printable(nodegroup)}, which would replace it: list that instead`;
  const group = tags.get('aws:autoscaling:groupName');
  if (group !== undefined)
    return `it belongs to the Auto Scaling group ${printable(group)}, which would replace it: list that instead`;
  const pool = tags.get('karpenter.sh/nodepool') ?? tags.get('eks:kubernetes-node-pool-name');
  if (pool !== undefined)
    return `Karpenter made it (node pool ${printable(pool)}) and would replace it: let its workloads sleep instead`;
  if (hasInstanceStoreRoot)
    return 'its root volume is an instance store: EC2 can only terminate it, not stop it';
  return isOneTimeSpot ? 'it is a one-time Spot Instance: EC2 can only terminate it, not stop it' : undefined;
}

function lossesOf(
  { publicAddress, hasElasticAddress, instanceType }: Instance,
  { hasInstanceStore }: InstanceFacts,
): readonly Loss[] {
  const losses: Loss[] = [];
  if (publicAddress !== undefined && !hasElasticAddress)
    losses.push({ text: `gives up its public address ${publicAddress}`, isData: false });
  if (hasInstanceStore)
    losses.push({
      text: `loses what is on its instance store volumes (${printable(instanceType ?? '')})`,
      isData: true,
    });
  return losses;
}

/** A start isn't told as a transition, but as the launch. */
function sinceOf({ state, transitionReason, launchedAt }: Instance): number | undefined {
  return state === 'running' || state === 'pending' ? launchedAt : readStateTransition(transitionReason).at;
}
