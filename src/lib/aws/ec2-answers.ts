import type { Instance as AnsweredInstance, Ec2InstanceConnectEndpoint } from '@aws-sdk/client-ec2';
import { type ConnectEndpoint, type Instance, instanceStates } from './aws.js';

/** An instance as EC2 answers it; undefined when that isn't one. */
export function instanceOf(answered: AnsweredInstance): Instance | undefined {
  const { InstanceId: id, Tags = [] } = answered;
  const state = instanceStates.find((known) => known === answered.State?.Name);
  if (!id || state === undefined) return undefined;
  return {
    id,
    state,
    transitionReason: answered.StateTransitionReason || undefined,
    stateReason: answered.StateReason?.Message || answered.StateReason?.Code || undefined,
    publicAddress: answered.PublicIpAddress || undefined,
    privateAddress: answered.PrivateIpAddress || undefined,
    ipv6Address: answered.Ipv6Address || undefined,
    availabilityZone: answered.Placement?.AvailabilityZone || undefined,
    vpcId: answered.VpcId || undefined,
    subnetId: answered.SubnetId || undefined,
    platform: answered.Platform?.toLowerCase() === 'windows' ? 'windows' : undefined,
    tags: new Map(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}

/** An endpoint as EC2 answers it; undefined when nothing can be sent through it. */
export function endpointOf(answered: Ec2InstanceConnectEndpoint): ConnectEndpoint | undefined {
  const { InstanceConnectEndpointId: id, DnsName: dnsName } = answered;
  if (!id || !dnsName) return undefined;
  return {
    id,
    dnsName,
    subnetId: answered.SubnetId || undefined,
    availabilityZone: answered.AvailabilityZone || undefined,
    securityGroupIds: answered.SecurityGroupIds ?? [],
  };
}
