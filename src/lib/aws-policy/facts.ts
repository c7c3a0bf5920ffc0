import type { Reference } from '../config/reference-syntax.js';
import type { SleeperKind } from '../power/sleep-entry.js';
import type { Place } from './arns.js';
import type { HostChoice } from './needs.js';

/** What the environment has that policies are about. Texts may have `unknown` in them. */
export interface PolicyFacts extends Place {
  /** The environment's name. */
  readonly environment: string | undefined;
  /** Those that the commands are about. */
  readonly hosts: readonly PolicyHost[];
  /** References that are resolved. */
  readonly references: readonly Reference[];
  readonly sleepers: readonly PolicySleeper[];
  /** The one of MSK. */
  readonly cluster: PolicyCluster | undefined;
}

/** A cluster of MSK; region and account are those of its ARN, and undefined for the environment's. */
export interface PolicyCluster extends Place {
  readonly name: string;
  /** What AWS made for it, the last part of its ARN. */
  readonly uuid: string;
  /** How its brokers are found; undefined when they are written down. */
  readonly lookUp: 'name' | 'arn' | undefined;
  /** Whether its rights are those of IAM. */
  readonly isThroughIam: boolean;
}

export type Chosen =
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'tags'; readonly tags: Readonly<Record<string, string>> };

export interface PolicyHost {
  /** In exops.yaml; empty for one that isn't there. */
  readonly name: string;
  /** Which commands it is for. */
  readonly choices: readonly HostChoice[];
  /** The instance, by its id. */
  readonly instance: Chosen;
  readonly user: string;
  readonly port: number;
  /** Whether Systems Manager may be the way to it. */
  readonly isThroughSsm: boolean;
  /** Whether an EC2 Instance Connect Endpoint may be. */
  readonly isThroughEndpoint: boolean;
  /** Their ids, in its VPC the nearest. */
  readonly endpoints: readonly string[];
}

/** A line of the `sleep` list. */
export interface PolicySleeper {
  readonly kind: SleeperKind;
  /** The name of a node group's or a service's. */
  readonly cluster: string;
  readonly chosen: Chosen;
  /** Tags choose it, whether they are known or not. */
  readonly isByTags: boolean;
  /** It is known, and left alone. */
  readonly isSkipped: boolean;
}
