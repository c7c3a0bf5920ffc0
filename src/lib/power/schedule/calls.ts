import type { Size } from '../model.js';
import type { Direction } from '../rules/order.js';
import type { Resource, ScheduledKind } from './model.js';

/** A request of AWS's that Scheduler sends by itself. */
export interface Call {
  /** `arn:aws:scheduler:::aws-sdk:eks:updateNodegroupConfig` */
  readonly target: string;
  /** Its parameters as JSON. Scheduler writes names as words with capitals, even `DbInstanceIdentifier`. */
  readonly input: string;
}

type Parameters = Readonly<Record<string, unknown>>;

/** How one kind of resource is put to sleep and woken: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html */
interface KindOfCall {
  /** `ec2:stopInstances`, as targets name it. */
  readonly actions: Readonly<Record<Direction, string>>;
  /** @param size undefined for what is only on or off */
  parameters(resource: Resource, size: Size | undefined): Parameters;
  /** The resource of such parameters, and the size; undefined when they are of something else. */
  read(parameters: Parameters): { resource: Resource; size: Size | undefined } | undefined;
}

const none: Size = { desired: 0, min: 0 };

export const kindsOfCall: Readonly<Record<ScheduledKind, KindOfCall>> = {
  ec2: {
    actions: { sleep: 'ec2:stopInstances', wake: 'ec2:startInstances' },
    parameters: ({ name }) => ({ InstanceIds: [name] }),
    read: ({ InstanceIds: ids }) => {
      const [name, ...others] = Array.isArray(ids) ? ids : [];
      return others.length > 0 ? undefined : named('ec2', name);
    },
  },
  rds: {
    actions: { sleep: 'rds:stopDBInstance', wake: 'rds:startDBInstance' },
    parameters: ({ name }) => ({ DbInstanceIdentifier: name }),
    read: ({ DbInstanceIdentifier: name }) => named('rds', name),
  },
  'rds-cluster': {
    actions: { sleep: 'rds:stopDBCluster', wake: 'rds:startDBCluster' },
    parameters: ({ name }) => ({ DbClusterIdentifier: name }),
    read: ({ DbClusterIdentifier: name }) => named('rds-cluster', name),
  },
  nodegroup: {
    actions: { sleep: 'eks:updateNodegroupConfig', wake: 'eks:updateNodegroupConfig' },
    parameters: ({ cluster, name }, size = none) => ({
      ClusterName: cluster,
      NodegroupName: name,
      ScalingConfig: given({ MinSize: size.min, DesiredSize: size.desired }),
    }),
    read: ({ ClusterName: cluster, NodegroupName: name, ScalingConfig: scaling }) => {
      const { MinSize: min, DesiredSize: desired } = (scaling instanceof Object ? scaling : {}) as Parameters;
      return sized('nodegroup', { cluster, name }, { min, desired });
    },
  },
  asg: {
    actions: { sleep: 'autoscaling:updateAutoScalingGroup', wake: 'autoscaling:updateAutoScalingGroup' },
    parameters: ({ name }, size = none) =>
      given({ AutoScalingGroupName: name, MinSize: size.min, DesiredCapacity: size.desired }),
    read: ({ AutoScalingGroupName: name, MinSize: min, DesiredCapacity: desired }) =>
      sized('asg', { name }, { min, desired }),
  },
  ecs: {
    actions: { sleep: 'ecs:updateService', wake: 'ecs:updateService' },
    parameters: ({ cluster, name }, size = none) => ({
      ...{ Cluster: cluster, Service: name },
      DesiredCount: size.desired,
    }),
    read: ({ Cluster: cluster, Service: name, DesiredCount: desired }) =>
      sized('ecs', { cluster, name }, { desired }),
  },
};

/**
 * The request that puts a resource to sleep, or wakes it.
 * @param size what it wakes to; for sleep, and for what is only on or off, undefined
 * @param partition `aws`, `aws-cn`, …
 */
export function callOf(
  resource: Resource,
  direction: Direction,
  { size, partition }: { readonly size?: Size | undefined; readonly partition: string },
): Call {
  const { actions, parameters } = kindsOfCall[resource.kind];
  return {
    target: `arn:${partition}:scheduler:::aws-sdk:${actions[direction]}`,
    input: JSON.stringify(parameters(resource, direction === 'sleep' ? undefined : size)),
  };
}

export interface ReadCall {
  readonly resource: Resource;
  readonly direction: Direction;
  /** What it wakes to; undefined for what is only on or off, and for sleep. */
  readonly size: Size | undefined;
}

/** What a schedule does; undefined when it isn't one of ours, or is no longer. */
export function readCall({ target, input }: Call): ReadCall | undefined {
  const [, action = ''] = /^arn:aws[a-z-]*:scheduler:::aws-sdk:(\w+:\w+)$/.exec(target) ?? [];
  const parameters = readParameters(input);
  if (parameters === undefined) return undefined;
  for (const { actions, read } of Object.values(kindsOfCall)) {
    const found = action === actions.sleep || action === actions.wake ? read(parameters) : undefined;
    if (found === undefined) continue;
    const { resource, size } = found;
    const isSleep = size === undefined ? action === actions.sleep : size.desired === 0;
    return { resource, ...(isSleep ? { direction: 'sleep', size: undefined } : { direction: 'wake', size }) };
  }
  return undefined;
}

/** Whether two inputs say the same, however they are written. */
export function sameInput(one: string, other: string): boolean {
  const [a, b] = [one, other].map(readParameters);
  return one === other || (a !== undefined && b !== undefined && canonical(a) === canonical(b));
}

function readParameters(input: string): Parameters | undefined {
  try {
    const value: unknown = JSON.parse(input);
    return value instanceof Object && !Array.isArray(value) ? (value as Parameters) : undefined;
  } catch {
    return undefined;
  }
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner instanceof Object && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** Without what isn't known. */
function given(parameters: Parameters): Parameters {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== undefined));
}

function named(kind: ScheduledKind, name: unknown): ReturnType<KindOfCall['read']> {
  const isName = typeof name === 'string' && name !== '';
  return isName ? { resource: { kind, cluster: undefined, name }, size: undefined } : undefined;
}

function sized(
  kind: 'nodegroup' | 'asg' | 'ecs',
  { cluster, name }: { readonly cluster?: unknown; readonly name: unknown },
  { min, desired }: { readonly min?: unknown; readonly desired: unknown },
): ReturnType<KindOfCall['read']> {
  const isInCluster = kind !== 'asg';
  if (!isText(name) || (isInCluster && !isText(cluster)) || !isCount(desired)) return undefined;
  if (min !== undefined && !isCount(min)) return undefined;
  const resource = { kind, name, cluster: isInCluster && isText(cluster) ? cluster : undefined };
  return { resource, size: { desired, ...(min === undefined ? {} : { min }) } };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0;
}

/** Whether sleep changes how many there are, and not only on to off. */
export function isSized(kind: ScheduledKind): boolean {
  return kind === 'nodegroup' || kind === 'asg' || kind === 'ecs';
}
