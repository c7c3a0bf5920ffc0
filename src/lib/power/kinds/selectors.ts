import type { NameOrTags, SleepSelector } from '../sleep-entry.js';

/** A selector by name or by tags. */
export type ChoiceSelector = Extract<SleepSelector, { readonly choice: NameOrTags }>;

/** The same of something in a cluster. */
export type ClusterSelector = Extract<SleepSelector, { readonly cluster: string }>;

export type WorkloadSelector = Extract<SleepSelector, { readonly kind: 'workload' }>;
