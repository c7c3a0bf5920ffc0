import type { AutoScaling } from './contract/autoscaling.js';
import type { Billed } from './contract/billed.js';
import type { CredentialsFacts } from './contract/credentials-facts.js';
import type { Ecs } from './contract/ecs.js';
import type { Eks } from './contract/eks.js';
import type { ElastiCache } from './contract/elasticache.js';
import type { Msk } from './contract/msk.js';
import type { Network } from './contract/network.js';
import type { Pricing } from './contract/pricing.js';
import type { Rds } from './contract/rds.js';
import type { Scheduler } from './contract/scheduler.js';

/** What exops asks AWS, an interface a service. Nothing is loaded or sent before the first call. */
export interface Aws {
  readonly region: string;
  /** Who the credentials belong to; asked once. */
  identity(): Promise<Identity>;
  /** Where the credentials come from and how long they last; finds them, and asks no service of AWS about them. */
  credentials(signal?: AbortSignal): Promise<CredentialsFacts>;
  /**
   * AWS's clock minus this machine's, in milliseconds, as exact as half a second and half of an answer's time; by the first
   * answer of AWS, even a refusal. Undefined when nothing answers.
   */
  clockOffset(signal?: AbortSignal): Promise<number | undefined>;
  /**
   * The password of OAUTHBEARER for MSK's IAM listeners, good for a minute at least; the same until shortly before it
   * expires. It is a credential.
   * @param region the cluster's; this one's when left out
   */
  mskToken(region?: string): Promise<string>;
  readonly ec2: Ec2;
  readonly instanceConnect: InstanceConnect;
  readonly cloudFormation: CloudFormation;
  readonly secretsManager: SecretsManager;
  readonly ssm: Ssm;
  readonly rds: Rds;
  readonly eks: Eks;
  readonly autoScaling: AutoScaling;
  readonly ecs: Ecs;
  readonly scheduler: Scheduler;
  readonly pricing: Pricing;
  readonly billed: Billed;
  readonly msk: Msk;
  readonly network: Network;
  readonly elastiCache: ElastiCache;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export interface Identity {
  /** Twelve digits. */
  readonly accountId: string;
  readonly arn: string;
}

export interface Ec2 {
  /** By ids or by tags that all must match; of unknown ids the others. In the order that EC2 gives. */
  describeInstances(filter: InstanceFilter, signal?: AbortSignal): Promise<readonly Instance[]>;
  /** The EC2 Instance Connect Endpoints of a VPC that can be used. */
  describeConnectEndpoints(vpcId: string, signal?: AbortSignal): Promise<readonly ConnectEndpoint[]>;
  /** What the instance wrote to its console lately, decoded; empty when there is nothing. */
  consoleOutput(instanceId: string, signal?: AbortSignal): Promise<string>;
  /** Sets a tag, or replaces its value. */
  setTag(resourceId: string, key: string, value: string, signal?: AbortSignal): Promise<void>;
  /** Nothing when there is no such tag. */
  removeTag(resourceId: string, key: string, signal?: AbortSignal): Promise<void>;
  /** Nothing when it is stopping or stopped already. @throws AwsError `OperationNotPermitted` with `disableApiStop` */
  stop(instanceId: string, signal?: AbortSignal): Promise<void>;
  /** Nothing when it is running already. What is accepted can fail later: read `stateReason`. */
  start(instanceId: string, signal?: AbortSignal): Promise<void>;
  /** Those of these Spot requests (`sir-…`) that end when their instance stops. */
  oneTimeSpotRequests(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>;
  /** Those of these types (`m5d.large`) that have disks of the machine they run on. */
  typesWithInstanceStore(types: readonly string[], signal?: AbortSignal): Promise<ReadonlySet<string>>;
}

export type InstanceFilter =
  | { readonly ids: readonly string[] }
  | { readonly tags: Readonly<Record<string, string>> };

export const instanceStates = [
  'pending',
  'running',
  'shutting-down',
  'terminated',
  'stopping',
  'stopped',
] as const;
export type InstanceState = (typeof instanceStates)[number];

/** What we need of https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html */
export interface Instance {
  readonly id: string;
  readonly state: InstanceState;
  /** `User initiated (2026-11-20 19:05:11 GMT)`, as EC2 words it. */
  readonly transitionReason: string | undefined;
  /** `Client.InternalError: Client error on launch` */
  readonly stateReason: string | undefined;
  readonly publicAddress: string | undefined;
  readonly privateAddress: string | undefined;
  readonly ipv6Address: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly vpcId: string | undefined;
  readonly subnetId: string | undefined;
  /** Of its network interfaces, each once. */
  readonly securityGroupIds: readonly string[];
  /** `windows`, or undefined for anything else. */
  readonly platform: string | undefined;
  readonly instanceType: string | undefined;
  /** Milliseconds since the epoch. */
  readonly launchedAt: number | undefined;
  /** The Spot request it was made by: `sir-…`; undefined for on-demand. */
  readonly spotRequest: string | undefined;
  /** The root volume is a disk of the machine it runs on: it can't be stopped. */
  readonly hasInstanceStoreRoot: boolean;
  /** The public address is an Elastic IP, which stays; any other is given up on stopping. */
  readonly hasElasticAddress: boolean;
  /** The EBS volumes attached to it. */
  readonly volumeIds: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Ec2InstanceConnectEndpoint.html */
export interface ConnectEndpoint {
  readonly id: string;
  readonly dnsName: string;
  readonly subnetId: string | undefined;
  readonly availabilityZone: string | undefined;
  readonly securityGroupIds: readonly string[];
}

export interface InstanceConnect {
  /** Loads what `sendPublicKey` takes, so that it is there when the time comes; sends nothing of it. */
  prepare(): void;
  /**
   * Lets a key in for 60 seconds.
   * https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html
   * @param key an OpenSSH public key line without comment
   */
  sendPublicKey(
    push: {
      readonly instanceId: string;
      readonly user: string;
      readonly key: string;
      readonly availabilityZone?: string | undefined;
    },
    signal?: AbortSignal,
  ): Promise<void>;
  /**
   * The address of a websocket through an endpoint to a private address, signed for 60 seconds. It is a credential.
   * https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-using-eice.html
   */
  signTunnel(tunnel: {
    readonly endpoint: ConnectEndpoint;
    readonly privateAddress: string;
    readonly port: number;
  }): Promise<URL>;
}

export interface CloudFormation {
  /** The values of these exports of the region that exist, by name; asks page by page until all are found. */
  exports(names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
  /** The outputs of a stack by key; undefined when there is no such stack. */
  outputs(stack: string, signal?: AbortSignal): Promise<ReadonlyMap<string, string> | undefined>;
}

export interface SecretsManager {
  /** The texts of these secrets that exist, by the name or ARN they were asked by; in batches of 20. */
  values(ids: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, string>>;
}

export interface Ssm {
  /** The decrypted values of these parameters that exist, by name; in batches of 10. */
  parameters(names: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, Parameter>>;
  /** Whether the instance's agent answers. */
  isManaged(instanceId: string, signal?: AbortSignal): Promise<boolean>;
  /** Runs a shell script there as root, waits for its end and returns its output; undefined when it failed. */
  runScript(instanceId: string, script: string, signal?: AbortSignal): Promise<string | undefined>;
  /** What the session-manager-plugin needs to carry SSH: the answer to StartSession of AWS-StartSSHSession. */
  startSshSession(instanceId: string, port: number, signal?: AbortSignal): Promise<SsmSession>;
}

export interface Parameter {
  readonly value: string;
  /** Whether it is a SecureString. */
  readonly isSecret: boolean;
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_StartSession.html */
export interface SsmSession {
  /** The answer as JSON, and the request's parameters as JSON: the plugin's first and fifth argument. A credential. */
  readonly response: string;
  readonly request: string;
  readonly endpoint: string;
}
