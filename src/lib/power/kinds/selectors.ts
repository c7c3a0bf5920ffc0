import type { NameOrTags, SleepSelector } from '../sleep-entry.js';

/** A selector by name or by tags. */
export type ChoiceSelector = Extract<SleepSelector, { readonly choice: NameOrTags }>;

/** Something of a cluster, by both names. */
export type ClusterSelector = Extract<SleepSelector, { readonly cluster: string }>;

export type WorkloadSelector = Extract<SleepSelector, { readonly kind: 'workload' }>;

/**
 * The name in what an export may say of something whose names have neither slash nor colon: the name itself, an ARN, or
 * `cluster/name`, as CloudFormation calls services and node groups.
 */
export function bareName(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
}
