/** What of EC2 decides who may reach what. */
export interface Network {
  /** Those of these ids that exist, in one request. */
  securityGroups(ids: readonly string[], signal?: AbortSignal): Promise<readonly SecurityGroup[]>;
  /** The network interfaces with these private addresses in a VPC: what a broker's address belongs to. */
  networkInterfaces(filter: InterfaceFilter, signal?: AbortSignal): Promise<readonly NetworkInterface[]>;
  /**
   * Lets a source reach a port of a security group. Nothing when the rule is there already.
   * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html
   */
  authorizeIngress(rule: IngressRule, signal?: AbortSignal): Promise<void>;
}

export type InterfaceFilter =
  | { readonly ids: readonly string[] }
  | { readonly privateAddresses: readonly string[]; readonly vpcId?: string | undefined }
  | { readonly instanceIds: readonly string[] };

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SecurityGroup.html */
export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly vpcId: string | undefined;
  readonly inbound: readonly SecurityRule[];
  readonly outbound: readonly SecurityRule[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
export interface SecurityRule {
  /** `tcp`, `udp`, `icmp`, a protocol's number, or `-1` for all. */
  readonly protocol: string;
  /** Undefined for all ports. */
  readonly ports: { readonly from: number; readonly to: number } | undefined;
  /** IPv4 and IPv6 blocks. */
  readonly blocks: readonly string[];
  readonly groupIds: readonly string[];
  /** `pl-…`: what is in them isn't read. */
  readonly prefixListIds: readonly string[];
}

export interface NetworkInterface {
  readonly id: string;
  readonly vpcId: string | undefined;
  readonly subnetId: string | undefined;
  readonly privateAddress: string | undefined;
  readonly publicAddress: string | undefined;
  readonly instanceId: string | undefined;
  readonly securityGroupIds: readonly string[];
}

export interface IngressRule {
  readonly groupId: string;
  readonly port: number;
  readonly source: { readonly groupId: string } | { readonly block: string };
  readonly description: string;
}
