/** What can be put to sleep, by the words that plans and tables use. */
export const sleeperKinds = ['workload', 'ecs', 'nodegroup', 'asg', 'rds', 'rds-cluster', 'ec2'] as const;
export type SleeperKind = (typeof sleeperKinds)[number];

/** By the name (of an instance: the id) or by tags that all must match; tags may choose several. */
export type NameOrTags =
  | { readonly by: 'name'; readonly name: string }
  | { readonly by: 'tags'; readonly tags: Readonly<Record<string, string>> };

export type SleepSelector =
  | { readonly kind: 'nodegroup' | 'ecs'; readonly cluster: string; readonly choice: NameOrTags }
  | { readonly kind: 'asg' | 'rds' | 'rds-cluster' | 'ec2'; readonly choice: NameOrTags }
  /** In the environment's namespace. */
  | { readonly kind: 'workload'; readonly workload: 'Deployment' | 'StatefulSet'; readonly name: string }
  /** Deployments and StatefulSets of it that have all these labels. */
  | { readonly kind: 'workload'; readonly labels: Readonly<Record<string, string>> };

/** A line of the `sleep` list of `exops.yaml`, references resolved. */
export interface SleepEntry {
  readonly selector: SleepSelector;
  /** Lower ones sleep first and wake last; the kind's own place when undefined. */
  readonly order: number | undefined;
  /** It is known, and left alone. */
  readonly skip: boolean;
  /** `manual`: it sleeps with the others, and only wakes when it is named. */
  readonly wake: 'automatic' | 'manual';
  /** Where it stands, for messages: `exops.yaml:41:9`. */
  readonly at: string;
}
