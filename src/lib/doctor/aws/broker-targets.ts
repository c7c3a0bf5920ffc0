import type { Instance } from '../../aws/aws.js';
import type { Address } from '../../kafka/address.js';
import type { ClusterFacts, Target } from './cluster-step.js';
import type { FoundInstances } from './instance-step.js';

/** A broker's address, and what decides who reaches it. */
export interface BrokerTarget extends Target {
  /** Where the broker is one of the environment's instances. */
  readonly instanceId?: string | undefined;
  /** Whether it is reached from the internet; undefined where that hangs on what its name comes to. */
  readonly isPublic?: boolean | undefined;
}

/** Pure: brokers of an MSK cluster in its own network, and those that are instances; of others AWS has nothing to say. */
export function brokerTargets(
  brokers: readonly Address[],
  { targets, access = 'private' }: ClusterFacts,
  { hosts }: Pick<FoundInstances, 'hosts'>,
): readonly BrokerTarget[] {
  // A private link has security groups of its own, which aren't the cluster's.
  if (targets.length > 0)
    return access === 'vpc' ? [] : targets.map((one) => ({ ...one, isPublic: access === 'public' }));
  return brokers.flatMap((address): readonly BrokerTarget[] => {
    const instance = [...hosts.values()].find((one) => addressesOf(one).includes(address.host));
    if (instance === undefined) return [];
    const { securityGroupIds, id: instanceId, publicAddress } = instance;
    return [{ address, securityGroupIds, instanceId, isPublic: publicAddress === address.host }];
  });
}

/** What an instance sends to its own private address passes no security group. */
export function isItself(
  from: Instance,
  { instanceId, address }: Pick<BrokerTarget, 'instanceId' | 'address'>,
): boolean {
  return from.id === instanceId && address.host !== from.publicAddress;
}

function addressesOf({
  privateAddress,
  publicAddress,
  ipv6Address,
}: Instance): readonly (string | undefined)[] {
  return [privateAddress, publicAddress, ipv6Address];
}
