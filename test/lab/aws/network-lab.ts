import type { AwsLab } from './aws-lab.js';
import { controlAws } from './control.js';

/** Whom a rule is about: a block of IPv4 or IPv6 addresses, the members of a group, or a prefix list. */
export type RulePeer =
  | { readonly block: string }
  | { readonly groupId: string }
  | { readonly prefixListId: string };

export interface RuleRequest {
  /** `tcp` when left out; `-1` is every protocol. */
  readonly protocol?: 'tcp' | 'udp' | 'icmp' | '-1';
  /** One, or the first and the last of a range; all when left out. */
  readonly ports?: number | readonly [from: number, to: number];
  readonly peer: RulePeer;
}

/** Networks of the lab's AWS, which decide nothing: what a rule forbids goes through all the same. */
export interface NetworkLab {
  /** Nobody gets in, everybody gets out. In the default VPC unless told otherwise. Returns the group's id. */
  createSecurityGroup(request?: {
    readonly name?: string;
    readonly vpcId?: string;
    readonly inbound?: readonly RuleRequest[];
    /** In place of the one that lets everybody out. */
    readonly outbound?: readonly RuleRequest[];
  }): Promise<string>;
  allowInbound(groupId: string, rule: RuleRequest): Promise<void>;
  /** Of no instance, as MSK's brokers have them. Returns its id. */
  createNetworkInterface(request: {
    readonly subnetId: string;
    readonly privateAddress?: string;
    readonly securityGroupIds?: readonly string[];
  }): Promise<string>;
}

export function networkLab(aws: AwsLab): NetworkLab {
  const control = controlAws(aws.access.controlSocket);
  return {
    createSecurityGroup: (request = {}) => control('ec2/security-groups/create', request),
    allowInbound: (groupId, rule) => control('ec2/security-groups/allow-inbound', { groupId, rule }),
    createNetworkInterface: (request) => control('ec2/network-interfaces/create', request),
  };
}
