import type {
  SecurityGroup as AnsweredGroup,
  NetworkInterface as AnsweredInterface,
  IpPermission,
} from '@aws-sdk/client-ec2';
import type { NetworkInterface, SecurityGroup, SecurityRule } from './contract/network.js';

/** A security group as EC2 answers it; undefined when that isn't one. */
export function securityGroupOf(answered: AnsweredGroup): SecurityGroup | undefined {
  const { GroupId: id, GroupName: name = '', IpPermissions = [], IpPermissionsEgress = [] } = answered;
  if (!id) return undefined;
  return {
    ...{ id, name },
    vpcId: answered.VpcId || undefined,
    inbound: IpPermissions.map(ruleOf),
    outbound: IpPermissionsEgress.map(ruleOf),
  };
}

function ruleOf(answered: IpPermission): SecurityRule {
  const { IpProtocol = '-1', FromPort: from = -1, ToPort: to = -1 } = answered;
  const { IpRanges = [], Ipv6Ranges = [], UserIdGroupPairs = [], PrefixListIds = [] } = answered;
  return {
    protocol: IpProtocol.toLowerCase(),
    // -1 is any type of ICMP, and a rule for all protocols has no ports.
    ports: IpProtocol === '-1' || from < 0 || to < 0 ? undefined : { from, to },
    blocks: [
      ...IpRanges.flatMap(({ CidrIp }) => CidrIp || []),
      ...Ipv6Ranges.flatMap(({ CidrIpv6 }) => CidrIpv6 || []),
    ],
    groupIds: UserIdGroupPairs.flatMap(({ GroupId }) => GroupId || []),
    prefixListIds: PrefixListIds.flatMap(({ PrefixListId }) => PrefixListId || []),
  };
}

/** A network interface as EC2 answers it; undefined when that isn't one. */
export function networkInterfaceOf(answered: AnsweredInterface): NetworkInterface | undefined {
  const { NetworkInterfaceId: id } = answered;
  if (!id) return undefined;
  return {
    id,
    vpcId: answered.VpcId || undefined,
    subnetId: answered.SubnetId || undefined,
    privateAddress: answered.PrivateIpAddress || undefined,
    publicAddress: answered.Association?.PublicIp || undefined,
    instanceId: answered.Attachment?.InstanceId || undefined,
    securityGroupIds: (answered.Groups ?? []).flatMap(({ GroupId }) => GroupId || []),
  };
}
