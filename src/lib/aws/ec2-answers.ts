import type { Instance as AnsweredInstance, Ec2InstanceConnectEndpoint } from '@aws-sdk/client-ec2';
import { type ConnectEndpoint, type Instance, instanceStates } from './aws.js';
import { tagsOf } from './tags-of.js';

/** An instance as EC2 answers it; undefined when that isn't one. */
export function instanceOf(answered: AnsweredInstance): Instance | undefined {
  const { InstanceId: id } = answered;
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
    securityGroupIds: securityGroupIdsOf(answered),
    platform: answered.Platform?.toLowerCase() === 'windows' ? 'windows' : undefined,
    instanceType: answered.InstanceType || undefined,
    launchedAt: answered.LaunchTime?.getTime(),
    spotRequest: answered.SpotInstanceRequestId || undefined,
    hasInstanceStoreRoot: answered.RootDeviceType === 'instance-store',
    hasElasticAddress: hasElasticAddress(answered),
    volumeIds: (answered.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.VolumeId ?? []),
    tags: tagsOf(answered.Tags),
  };
}

/** The instance's own are those of its first interface. */
function securityGroupIdsOf({ SecurityGroups, NetworkInterfaces = [] }: AnsweredInstance): readonly string[] {
  const groups = [SecurityGroups, ...NetworkInterfaces.map(({ Groups }) => Groups)].flatMap(
    (some = []) => some,
  );
  return [...new Set(groups.flatMap(({ GroupId }) => GroupId || []))];
}

/** An address that comes and goes with a start belongs to `amazon`, an Elastic IP to its account. */
function hasElasticAddress({ PublicIpAddress, NetworkInterfaces = [] }: AnsweredInstance): boolean {
  return NetworkInterfaces.some(({ Association: { PublicIp, IpOwnerId = 'amazon' } = {} }) => {
    const isPublicAddress = Boolean(PublicIp) && PublicIp === PublicIpAddress;
    return isPublicAddress && IpOwnerId !== 'amazon';
  });
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
