import type { InterfaceFilter, Network, NetworkInterface } from '../../aws/contract/network.js';
import { ForbiddenError } from '../../k8s/errors.js';
import type { Kubernetes } from '../../k8s/kubernetes.js';
import { countOf } from '../../terminal/plural.js';
import type { Caller } from './admits.js';
import type { Source } from './judge-security-group.js';

/** So many nodes are asked about: those of one node group have the same security groups. */
const asked = 50;

/** The groups and addresses of a cluster's nodes; undefined where they may not be listed, or aren't instances here. */
export async function nodeSource(
  network: Pick<Network, 'networkInterfaces'>,
  kubernetes: Pick<Kubernetes, 'nodes'>,
  signal: AbortSignal,
): Promise<Source | undefined> {
  const { count, interfaces } = await nodeInterfaces(network, kubernetes, signal);
  const caller = callerOf(interfaces);
  if (caller.groupIds.length === 0) return undefined;
  return { label: `${countOf(count, 'node')}`, ...caller, isKnown: true };
}

export interface NodeInterfaces {
  /** How many nodes there are, asked about or not. */
  readonly count: number;
  readonly interfaces: readonly NetworkInterface[];
}

/** The network interfaces of a cluster's nodes, as far as these may be listed and are instances here. */
export async function nodeInterfaces(
  network: Pick<Network, 'networkInterfaces'>,
  kubernetes: Pick<Kubernetes, 'nodes'>,
  signal: AbortSignal,
): Promise<NodeInterfaces> {
  const names = await nodeNames(kubernetes, signal);
  const filters = filtersFor(names.slice(0, asked));
  const found = await Promise.all(filters.map((filter) => network.networkInterfaces(filter, signal)));
  return { count: names.length, interfaces: found.flat() };
}

/** Pure: what comes from any of these. */
export function callerOf(interfaces: readonly NetworkInterface[]): Caller {
  return {
    addresses: interfaces.flatMap(({ privateAddress }) => privateAddress ?? []),
    groupIds: [...new Set(interfaces.flatMap(({ securityGroupIds }) => securityGroupIds))],
  };
}

async function nodeNames(
  kubernetes: Pick<Kubernetes, 'nodes'>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  try {
    return (await kubernetes.nodes({}, signal)).map(({ name }) => name);
  } catch (error) {
    if (error instanceof ForbiddenError) return [];
    throw error;
  }
}

/**
 * Pure: EKS names nodes by their private address, `ip-10-0-12-31.ap-northeast-2.compute.internal`, or by the instance's id.
 * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/hostname-types.html
 */
export function filtersFor(names: readonly string[]): readonly InterfaceFilter[] {
  const instanceIds = names.flatMap((name) => /^(i-[0-9a-f]{8,17})(?:\.|$)/.exec(name)?.[1] ?? []);
  const privateAddresses = names.flatMap((name) => {
    const [, ...parts] = /^ip-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\.|$)/.exec(name) ?? [];
    return parts.length === 0 ? [] : [parts.join('.')];
  });
  return [
    ...(instanceIds.length === 0 ? [] : [{ instanceIds }]),
    ...(privateAddresses.length === 0 ? [] : [{ privateAddresses }]),
  ];
}
