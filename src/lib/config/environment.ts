import type { MskAccess } from '../aws/contract/msk.js';
import type { HostSettings } from '../hosts/host-settings.js';
import type { Address } from '../kafka/address.js';
import type { Auth } from '../kafka/auth.js';
import type { SleepEntry } from '../power/sleep-entry.js';
import type { ClusterKind } from './cluster-schema.js';
import type { Variables } from './environment-variables.js';
import type { FindInstances } from './host-references.js';
import type { HostGiven } from './hosts-given.js';
import type { KubernetesNeeds, KubernetesSettings } from './kubernetes-settings.js';
import type { FindMskCluster, FoundMskCluster } from './msk-references.js';
import type { ReferenceSource } from './references.js';
import type { Places } from './shown-path.js';

/** What a command works on: a block of `exops.yaml` with flags and variables applied, or these alone. */
export interface Environment {
  /** Undefined when only flags or variables name the cluster. */
  readonly name: string | undefined;
  readonly protected: boolean;
  /** The absolute path of the file it comes from. */
  readonly configFile: string | undefined;
  /** SHA-256 of that file's text, hexadecimal. */
  readonly configDigest?: string | undefined;
  readonly aws: AwsEnvironment;
  /** Those that were wanted, and those on the way to them. */
  readonly hosts: ReadonlyMap<string, HostSettings>;
  /** The cluster's addresses; empty unless the cluster or its brokers are needed. */
  readonly brokers: readonly Address[];
  readonly cluster: Cluster | undefined;
  /** Absolute paths of its topics manifests. */
  readonly topics: readonly string[];
  /** Where Kubernetes is what the command needs, or is beside what sleeps. */
  readonly kubernetes: KubernetesSettings | undefined;
  /** What sleeps and wakes, in the order of the file; empty unless that is what the command needs. */
  readonly sleep: readonly SleepEntry[];
  /** In USD per hour (per GiB and month), by names such as `ec2 t3.large`. */
  readonly prices: ReadonlyMap<string, number>;
}

/** Where in AWS, and as whom. */
export interface AwsEnvironment {
  /** Empty for none, though a variable may name one. */
  readonly profile: string | undefined;
  readonly region: string | undefined;
  /** The account that the credentials must be of. */
  readonly accountId: string | undefined;
}

export interface Cluster {
  readonly kind: ClusterKind;
  readonly brokers: readonly Address[];
  /** The id that the cluster must have. */
  readonly clusterId: string | undefined;
  readonly auth: Auth;
  /** The host to reach the brokers through: a name of the file, or else an instance id or a Name tag. */
  readonly via: string | undefined;
  /** What MSK said of it, where the file has its name or ARN. */
  readonly msk?: LookedUpCluster | undefined;
}

/** An MSK cluster whose brokers were looked up. */
export interface LookedUpCluster extends Pick<FoundMskCluster, 'arn' | 'flavour'> {
  readonly access: MskAccess;
}

/** The flags that choose and change an environment. There is none for a password: anyone could read it in `ps`. */
export interface EnvironmentFlags {
  /** `-e`, `--env` */
  readonly environment?: string | undefined;
  readonly config?: string | undefined;
  readonly profile?: string | undefined;
  readonly region?: string | undefined;
  readonly brokers?: string | undefined;
  readonly via?: string | undefined;
  readonly auth?: string | undefined;
  readonly username?: string | undefined;
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly tls?: boolean | undefined;
  readonly algorithm?: string | undefined;
  readonly context?: string | undefined;
  readonly namespace?: string | undefined;
  readonly kubeconfig?: string | undefined;
}

export interface EnvironmentInput extends Places {
  readonly env: Variables;
  readonly flags: EnvironmentFlags;
  /** Where references are resolved, beside the variables; nowhere else when left out. */
  readonly sources?: ((aws: AwsEnvironment) => readonly ReferenceSource[]) | undefined;
  /** How the instances of hosts are found, whose addresses references may be for; no way when left out. */
  readonly instances?: ((aws: AwsEnvironment) => FindInstances) | undefined;
  /** How an MSK cluster is found; no way when left out. */
  readonly mskCluster?: ((aws: AwsEnvironment) => FindMskCluster) | undefined;
  /**
   * Where tokens for IAM come from, by the cluster's region (the environment's when undefined): one is kept as long as it is
   * good. Nowhere when left out.
   */
  readonly mskToken?: ((aws: AwsEnvironment) => (region: string | undefined) => Promise<string>) | undefined;
  /** Refuses what was chosen, by throwing, before anything is resolved or reached; everything is fine when left out. */
  readonly permit?: ((chosen: Chosen) => Promise<void>) | undefined;
  /** What the command needs; the cluster and the manifests when left out. Only references in that are resolved. */
  readonly needs?: Needs | undefined;
}

/** What the flags, the variables and the file choose, as they are written. */
export interface Chosen {
  /** The file that the environment is of; undefined when nothing of one is used. */
  readonly file: UsedFile | undefined;
  /** The host to reach the brokers through. */
  readonly via: string | undefined;
}

/** One content of a configuration file. */
export interface UsedFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of its text, hexadecimal. */
  readonly digest: string;
}

export type Needs =
  | { readonly kind: 'cluster' }
  /** The hosts of these names, as far as the file has them; no file is needed. */
  | {
      readonly kind: 'hosts';
      choose(known: GivenHosts): readonly string[];
      /** Whether the cluster's addresses are needed, too, without what it takes to log in there. */
      readonly withBrokers?: boolean;
    }
  /** No file is needed; the brokers are those of the file. */
  | KubernetesNeeds
  | SleepNeeds
  | EverythingNeeds;

/**
 * The cluster, every host, the manifests, and where the environment has a Kubernetes what it takes to reach its server.
 * Brokers whose address is that of a host are left out while its instance has none.
 */
export interface EverythingNeeds {
  readonly kind: 'everything';
}

/**
 * What sleeps and wakes, the brokers of the file, and where the environment has a Kubernetes what it takes to reach its
 * server. A file is needed. Brokers whose address is that of a host are left out while its instance has none: what is
 * asleep gets a public address only on waking.
 */
export interface SleepNeeds {
  readonly kind: 'sleep';
  /** The cluster, too, with what it takes to log in there, and the hosts on the way. */
  readonly withCluster?: boolean;
}

/** The hosts of an environment, references unresolved. */
export interface GivenHosts {
  readonly hosts: ReadonlyMap<string, HostGiven>;
  /** The one that is meant when none is named: the cluster's way in, or the only one. */
  readonly usual: string | undefined;
}
