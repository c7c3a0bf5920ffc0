/** What stays, and goes on to cost, when the rest of an environment is asleep or gone. Each list is read page by page. */
export interface Billed {
  volumes(filter: AttachedFilter, signal?: AbortSignal): Promise<readonly Volume[]>;
  /** Of this account only. */
  snapshots(filter: BilledFilter, signal?: AbortSignal): Promise<readonly Snapshot[]>;
  /** Elastic IPs. */
  addresses(filter: AttachedFilter, signal?: AbortSignal): Promise<readonly ElasticAddress[]>;
  natGateways(vpcIds: readonly string[], signal?: AbortSignal): Promise<readonly NatGateway[]>;
  vpcEndpoints(vpcIds: readonly string[], signal?: AbortSignal): Promise<readonly VpcEndpoint[]>;
  /** The VPC of each subnet of the region: services that tell where they are by subnets leave it at that. */
  subnets(signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
  loadBalancers(vpcIds: readonly string[], signal?: AbortSignal): Promise<readonly LoadBalancer[]>;
  /** Of CloudWatch Logs, whose names begin so. */
  logGroups(prefix: string, signal?: AbortSignal): Promise<readonly LogGroup[]>;
  deleteVolume(id: string, signal?: AbortSignal): Promise<void>;
  deleteSnapshot(id: string, signal?: AbortSignal): Promise<void>;
  /** @param allocationId `eipalloc-…` */
  releaseAddress(allocationId: string, signal?: AbortSignal): Promise<void>;
  deleteLogGroup(name: string, signal?: AbortSignal): Promise<void>;
}

/** All of them, those that have all these tags, or those of these ids. */
export type BilledFilter =
  | 'all'
  | { readonly tags: Readonly<Record<string, string>> }
  | { readonly ids: readonly string[] };

/** Or those that are at these instances. */
export type AttachedFilter = BilledFilter | { readonly instanceIds: readonly string[] };

interface Tagged {
  readonly tags: ReadonlyMap<string, string>;
}

export interface Volume extends Tagged {
  readonly id: string;
  readonly sizeGib: number;
  /** `gp3` */
  readonly type: string;
  readonly iops: number | undefined;
  /** `available` when nothing uses it, `in-use` */
  readonly state: string;
  readonly instanceIds: readonly string[];
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
}

export interface Snapshot extends Tagged {
  readonly id: string;
  /** Of the volume, not of what is stored. */
  readonly sizeGib: number;
  readonly volumeId: string | undefined;
  readonly description: string;
  readonly createdAt: number | undefined;
}

export interface ElasticAddress extends Tagged {
  readonly allocationId: string;
  readonly address: string;
  /** What it is at, if it is at anything. */
  readonly instanceId: string | undefined;
  readonly networkInterfaceId: string | undefined;
}

export interface NatGateway extends Tagged {
  readonly id: string;
  readonly state: string;
  readonly vpcId: string;
}

export interface VpcEndpoint extends Tagged {
  readonly id: string;
  readonly vpcId: string;
  /** `Interface` is billed by the hour and network interface, `Gateway` isn't. */
  readonly type: string;
  readonly networkInterfaces: number;
}

export interface LoadBalancer extends Tagged {
  readonly name: string;
  readonly arn: string;
  /** `application`, `network`, `gateway` */
  readonly type: string;
  readonly vpcId: string | undefined;
}

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
  readonly storedBytes: number;
  /** Undefined when they are kept for ever. */
  readonly retentionDays: number | undefined;
  readonly createdAt: number | undefined;
  /** Undefined when they may not be read. */
  readonly tags: ReadonlyMap<string, string> | undefined;
}
