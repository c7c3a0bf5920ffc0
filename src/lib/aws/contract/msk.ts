/** Amazon MSK, which calls itself `kafka`: https://docs.aws.amazon.com/msk/1.0/apireference/ */
export interface Msk {
  /** Provisioned and serverless ones of the region, those of this very name alone when one is given; page by page. */
  clusters(name?: string, signal?: AbortSignal): Promise<readonly MskCluster[]>;
  /** Undefined when there is no such cluster. */
  describe(arn: string, signal?: AbortSignal): Promise<MskCluster | undefined>;
  /** @throws AwsError `NotFoundException`; `ConflictException` and others while the cluster is being made */
  bootstrapBrokers(arn: string, signal?: AbortSignal): Promise<readonly BootstrapString[]>;
  /** The brokers of a provisioned cluster, page by page; none of a serverless one, which has no API for it. */
  brokers(arn: string, signal?: AbortSignal): Promise<readonly MskBroker[]>;
  /** ARNs of the secrets that SCRAM logs in with, page by page. */
  scramSecrets(arn: string, signal?: AbortSignal): Promise<readonly string[]>;
  /** The resource policy; undefined when there is none. */
  clusterPolicy(arn: string, signal?: AbortSignal): Promise<MskPolicy | undefined>;
}

export interface MskPolicy {
  /** As JSON. */
  readonly text: string;
  /** What AWS wants to be told when another one takes its place, so that no change in between is lost. */
  readonly version: string | undefined;
}

export const mskAuths = ['iam', 'scram', 'tls', 'plaintext'] as const;
/** What a listener of MSK asks of a client; `tls` is TLS with or without a client certificate. */
export type MskAuth = (typeof mskAuths)[number];

export const mskAccesses = ['private', 'public', 'vpc'] as const;
/** From where a listener is reached: the cluster's own network, anywhere, or other VPCs by PrivateLink. */
export type MskAccess = (typeof mskAccesses)[number];

/** One of the strings of https://docs.aws.amazon.com/msk/1.0/apireference/clusters-clusterarn-bootstrap-brokers.html */
export interface BootstrapString {
  readonly auth: MskAuth;
  readonly access: MskAccess;
  /** `b-1.….kafka.ap-northeast-2.amazonaws.com:9098,b-2.…`, as AWS gave it. */
  readonly brokers: string;
}

/** What we need of https://docs.aws.amazon.com/msk/2.0/APIReference/v2-clusters-clusterarn.html */
export interface MskCluster {
  /** `arn:aws:kafka:ap-northeast-2:123456789012:cluster/liquibook-msk/0f5c…-1` */
  readonly arn: string;
  readonly name: string;
  readonly kind: 'provisioned' | 'serverless';
  /** `ACTIVE`, `CREATING`, `DELETING`, `FAILED`, `HEALING`, `MAINTENANCE`, `REBOOTING_BROKER`, `UPDATING` or a newer one. */
  readonly state: string;
  readonly stateMessage: string | undefined;
  /** Milliseconds since the epoch. */
  readonly createdAt: number | undefined;
  /** `3.8.x`; unknown for a serverless one. */
  readonly kafkaVersion: string | undefined;
  readonly brokerCount: number | undefined;
  /** `kafka.m7g.large`, `express.m7g.large` */
  readonly instanceType: string | undefined;
  /** Of EBS, for each broker. */
  readonly storageGib: number | undefined;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  /** What its listeners accept. */
  readonly auths: readonly MskAuth[];
  readonly tags: ReadonlyMap<string, string>;
}

export interface MskBroker {
  readonly id: number;
  /** Host names without port. */
  readonly endpoints: readonly string[];
  /** In the cluster's subnets. */
  readonly privateAddress: string | undefined;
  readonly instanceType: string | undefined;
  readonly networkInterfaceId: string | undefined;
  readonly subnetId: string | undefined;
}
