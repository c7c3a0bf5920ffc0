import type { Change } from '../../change/plan.js';
import type { ItemError } from '../../kafka/item-error.js';

/** Where one partition begins and ends, and where it shall begin. */
export interface PartitionEnds {
  readonly id: number;
  /** -1 while the partition has no leader, who alone knows the rest. */
  readonly leader: number;
  readonly begins: bigint;
  readonly ends: bigint;
  /** The first record to be kept. */
  readonly keepsFrom: bigint;
  /** Of the largest copy; undefined when it can't be read. */
  readonly bytes: bigint | undefined;
  /** Why its offsets couldn't be read. */
  readonly error: ItemError | undefined;
}

export interface TrimmableTopic {
  readonly name: string;
  /** Why nothing is known of it. */
  readonly error: ItemError | undefined;
  /** Undefined when it can't be read. */
  readonly cleanupPolicy: string | undefined;
  /** Those that are asked for. */
  readonly partitions: readonly PartitionEnds[];
  /** Partitions that are asked for and aren't there. */
  readonly absent: readonly number[];
  /** Groups with committed offsets among what goes; undefined when they can't be read. */
  readonly behind: readonly string[] | undefined;
}

export interface ObservedTrim {
  /** In the order in which they were named. */
  readonly topics: readonly TrimmableTopic[];
  /** Topics of the cluster that may be meant instead of names that aren't there. */
  readonly there: readonly string[];
}

/** Where each partition of one topic shall begin; partitions that begin there already aren't named. */
export interface TrimWork {
  readonly partitions: readonly { readonly id: number; readonly before: bigint }[];
}

export type TrimChange = Change<TrimWork>;
