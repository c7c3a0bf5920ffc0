import type { LogGroup as AnsweredLogGroup } from '@aws-sdk/client-cloudwatch-logs';
import type {
  Address,
  NatGateway as AnsweredNatGateway,
  Snapshot as AnsweredSnapshot,
  Volume as AnsweredVolume,
  VpcEndpoint as AnsweredVpcEndpoint,
} from '@aws-sdk/client-ec2';
import type { LoadBalancer as AnsweredLoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import type {
  ElasticAddress,
  LoadBalancer,
  LogGroup,
  NatGateway,
  Snapshot,
  Volume,
  VpcEndpoint,
} from './contract/billed.js';
import { tagsOf } from './tags-of.js';

/** A volume as EC2 answers it; undefined when that isn't one. */
export function volumeOf(answered: AnsweredVolume): Volume | undefined {
  const { VolumeId: id, Attachments = [] } = answered;
  if (!id) return undefined;
  return {
    id,
    sizeGib: answered.Size ?? 0,
    type: answered.VolumeType ?? '',
    iops: answered.Iops,
    state: answered.State ?? '',
    instanceIds: Attachments.flatMap(({ InstanceId }) => InstanceId ?? []),
    createdAt: answered.CreateTime?.getTime(),
    tags: tagsOf(answered.Tags),
  };
}

/** A snapshot as EC2 answers it; undefined when that isn't one. */
export function snapshotOf(answered: AnsweredSnapshot): Snapshot | undefined {
  const { SnapshotId: id } = answered;
  if (!id) return undefined;
  return {
    id,
    sizeGib: answered.VolumeSize ?? 0,
    volumeId: answered.VolumeId || undefined,
    description: answered.Description ?? '',
    createdAt: answered.StartTime?.getTime(),
    tags: tagsOf(answered.Tags),
  };
}

/** An Elastic IP as EC2 answers it; undefined when that isn't one. */
export function addressOf(answered: Address): ElasticAddress | undefined {
  const { AllocationId: allocationId, PublicIp: address } = answered;
  if (!allocationId || !address) return undefined;
  return {
    ...{ allocationId, address },
    instanceId: answered.InstanceId || undefined,
    networkInterfaceId: answered.NetworkInterfaceId || undefined,
    tags: tagsOf(answered.Tags),
  };
}

/** A NAT gateway as EC2 answers it; undefined when it isn't there any more, or never was. */
export function natGatewayOf(answered: AnsweredNatGateway): NatGateway | undefined {
  const { NatGatewayId: id, VpcId: vpcId, State: state } = answered;
  if (!id || !vpcId || !state || state === 'deleted' || state === 'failed') return undefined;
  return { id, state, vpcId, tags: tagsOf(answered.Tags) };
}

/** An endpoint as EC2 answers it; undefined when it isn't there any more, or never was. */
export function vpcEndpointOf(answered: AnsweredVpcEndpoint): VpcEndpoint | undefined {
  const { VpcEndpointId: id, VpcId: vpcId, VpcEndpointType: type, State: state } = answered;
  if (!id || !vpcId || !type || /^(deleted|failed|rejected|expired)$/i.test(state ?? '')) return undefined;
  const { length: networkInterfaces } = answered.NetworkInterfaceIds ?? [];
  return { id, vpcId, type, networkInterfaces, tags: tagsOf(answered.Tags) };
}

/** A load balancer as Elastic Load Balancing answers it, but for its tags; undefined when that isn't one. */
export function loadBalancerOf(answered: AnsweredLoadBalancer): Omit<LoadBalancer, 'tags'> | undefined {
  const { LoadBalancerName: name, LoadBalancerArn: arn } = answered;
  if (!name || !arn) return undefined;
  return { name, arn, type: answered.Type ?? '', vpcId: answered.VpcId || undefined };
}

/** A log group as CloudWatch Logs answers it; undefined when that isn't one. */
export function logGroupOf(answered: AnsweredLogGroup): Omit<LogGroup, 'tags'> | undefined {
  const { logGroupName: name, logGroupArn, arn } = answered;
  if (!name) return undefined;
  return {
    name,
    // The older field has the streams in it.
    arn: logGroupArn || (arn ?? '').replace(/:\*$/, ''),
    storedBytes: answered.storedBytes ?? 0,
    retentionDays: answered.retentionInDays,
    createdAt: answered.creationTime,
  };
}
