import type { AwsLab } from './aws-lab.js';
import { controlAws } from './control.js';

/** What a client of a listener proves itself with. */
export type MskAuthName = 'iam' | 'scram' | 'tls' | 'plaintext';

/** `host:port,host:port` for each way of logging in. */
export type MskStrings = Readonly<Partial<Record<MskAuthName, string>>>;

/** A cluster of MSK, as its owner would have made it. */
export interface MskClusterRequest {
  readonly name: string;
  /** `provisioned` when left out. */
  readonly kind?: 'provisioned' | 'serverless';
  /** `ACTIVE` when left out: `CREATING`, `DELETING`, `FAILED`, `HEALING`, `MAINTENANCE`, `REBOOTING_BROKER`, `UPDATING`. */
  readonly state?: string;
  readonly stateMessage?: string;
  /** The bootstrap strings that AWS gives, to put the addresses of real listeners into. */
  readonly brokers?: {
    readonly private?: MskStrings;
    readonly public?: MskStrings;
    readonly vpc?: MskStrings;
  };
  /** What its settings say; what the strings are for when left out. */
  readonly auths?: readonly MskAuthName[];
  /** A broker each, counted from 1. Two of `b-1.<name>.abcde2.c3.kafka.<region>.amazonaws.com` when left out. */
  readonly nodes?: readonly MskNodeRequest[];
  /** A first one and a second are made up when left out. */
  readonly subnetIds?: readonly string[];
  readonly securityGroupIds?: readonly string[];
  /** `3.8.x` when left out. */
  readonly kafkaVersion?: string;
  /** `kafka.m7g.large` when left out. */
  readonly instanceType?: string;
  /** 100 when left out. */
  readonly storageGib?: number;
  readonly tags?: Readonly<Record<string, string>>;
  /** ARNs of the secrets that are associated with it. */
  readonly scramSecrets?: readonly string[];
  /** Its resource policy, as JSON; it has none when left out. */
  readonly policy?: string;
  /** When it was made, in milliseconds since the epoch; now when left out. */
  readonly createdAt?: number;
}

export interface MskNodeRequest {
  /** Without port. */
  readonly endpoint?: string;
  /** With it the broker has a network interface at this address, if the cluster's first subnet exists. */
  readonly privateAddress?: string;
}

export interface MskClusterChange {
  readonly state?: string;
  readonly stateMessage?: string;
  readonly brokers?: MskClusterRequest['brokers'];
}

/** MSK in the lab's AWS. Clusters are everybody's: a test takes names of its own. */
export interface AwsMskLab {
  /** Returns its ARN. */
  createCluster(request: MskClusterRequest): Promise<string>;
  /** What isn't given stays. */
  changeCluster(arn: string, change: MskClusterChange): Promise<void>;
  deleteCluster(arn: string): Promise<void>;
}

export function awsMskLab(aws: AwsLab): AwsMskLab {
  const control = controlAws(aws.access.controlSocket);
  return {
    createCluster: (request) => control('kafka/clusters/create', request),
    changeCluster: (arn, change) => control('kafka/clusters/change', { arn, ...change }),
    deleteCluster: (arn) => control('kafka/clusters/delete', { arn }),
  };
}
