import type { AutoScalingGroup } from '../../aws/contract/autoscaling.js';
import { protectedBy } from '../../aws/protected.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Sleeper, SleeperState } from '../model.js';
import { recordTag } from '../record.js';
import { bareSleeper } from './bare-sleeper.js';
import { launchAdvice } from './explain-launch.js';
import { storeLosses } from './instance-facts.js';
import { sayTrouble } from './say-trouble.js';

/** What a group itself doesn't tell. */
export interface GroupFacts {
  /** Why its newest activities failed, newest first. */
  readonly failures: readonly string[];
  /** Types of its instances that have disks of the machine they run on. */
  readonly storeTypes: readonly string[];
}

export function asgSleeper(group: AutoScalingGroup, { failures, storeTypes }: GroupFacts): Sleeper {
  const { name, min, max, desired, instances, tags } = group;
  const state = stateOf(group);
  const [instanceType] = instances.flatMap((one) => one.instanceType ?? []);
  return {
    ...bareSleeper,
    kind: 'asg',
    id: name,
    name,
    state,
    status: statusOf(group),
    size: { min, max, desired },
    record: tags.get(recordTag),
    never: neverResized(group),
    losses:
      instances.length === 0
        ? []
        : [{ text: terminates(instances.length), isData: false }, ...storeLosses(storeTypes)],
    trouble: troubleOf(group, state, failures),
    machines: instanceType === undefined ? [] : [{ service: 'ec2', type: instanceType, isSpot: false }],
  };
}

function stateOf(group: AutoScalingGroup): SleeperState {
  const { status, desired, instances } = group;
  if (status !== undefined) return 'unusable';
  if (desired === 0) return instances.length === 0 ? 'asleep' : 'falling asleep';
  return inService(group) >= desired ? 'awake' : 'waking';
}

/** How many of its instances do their work. */
export function inService({ instances }: Pick<AutoScalingGroup, 'instances'>): number {
  return instances.filter(({ lifecycle }) => lifecycle === 'InService').length;
}

function statusOf(group: AutoScalingGroup): string {
  if (group.status !== undefined) return group.status;
  if (group.desired === 0) return `${countOf(group.instances.length, 'instance')} left`;
  return `${inService(group)} of ${group.desired} InService`;
}

function neverResized({ tags, instances }: AutoScalingGroup): string | undefined {
  const nodegroup = tags.get('eks:nodegroup-name');
  if (nodegroup !== undefined)
    return `it belongs to the EKS node group ${printable(nodegroup)}: list that instead, as eksNodegroup`;
  return protectedBy(tags) ?? scaleInProtection(instances);
}

/** Why a group with these would never be empty. */
export function scaleInProtection(instances: AutoScalingGroup['instances']): string | undefined {
  const kept = instances.filter(({ isProtected }) => isProtected).map(({ id }) => id);
  if (kept.length === 0) return undefined;
  return `${printable(kept.join(', '))} protected from scale-in, and the group would leave that running: take the protection away first`;
}

function terminates(count: number): string {
  return `terminates its ${countOf(count, 'instance')}: new ones start from its launch template`;
}

function troubleOf(
  { instances, suspended }: AutoScalingGroup,
  state: SleeperState,
  failures: readonly string[],
): string | undefined {
  const [newest] = failures;
  if (state === 'waking' && newest !== undefined) return sayTrouble(newest, launchAdvice(newest));
  if (suspended.includes('Terminate'))
    return 'Its process Terminate is suspended, so that no instance goes. Resume it in EC2 Auto Scaling.';
  if (suspended.includes('Launch'))
    return 'Its process Launch is suspended, so that no instance comes. Resume it in EC2 Auto Scaling.';
  const kept = state === 'falling asleep' ? scaleInProtection(instances) : undefined;
  if (kept !== undefined) return kept;
  const resting = instances.filter(({ lifecycle }) => lifecycle === 'Standby').map(({ id }) => id);
  if (state !== 'falling asleep' || resting.length === 0) return undefined;
  return `${printable(resting.join(', '))} in Standby: the group leaves them running. Take them back into service or terminate them.`;
}
