import type { ItemError } from '../kafka/item-error.js';
import type { OngoingReassignment } from '../kafka/requests/list-partition-reassignments.js';
import type { BrokerMetadata, PartitionMetadata } from '../kafka/requests/metadata.js';
import type { Flavour } from '../msk/flavour.js';

/** One setting as it is in effect on a topic. */
export interface ObservedSetting {
  /** Null when the broker keeps it to itself. */
  readonly value: string | null;
  /** Whether the value is pinned on the topic; otherwise it is a default of the broker or the cluster. */
  readonly isOverride: boolean;
}

export interface ObservedTopic {
  readonly name: string;
  readonly partitions: readonly PartitionMetadata[];
  /** Undefined when they weren't read. */
  readonly settings: ReadonlyMap<string, ObservedSetting> | undefined;
}

/** What is in a topic now, for a person who is about to lose some of it. Undefined is "can't be read". */
export interface TopicUsage {
  /** Of one copy, not of all replicas. */
  readonly bytes: bigint | undefined;
  readonly records: bigint | undefined;
  /** Groups that have committed offsets for it; undefined also when nobody asked. */
  readonly groups: readonly string[] | undefined;
}

export type ClusterKind = 'kafka' | 'redpanda';

/** Everything a plan is made of, read at one time. */
export interface ObservedCluster {
  readonly clusterId: string | null;
  readonly kind: ClusterKind;
  /** Which kind of MSK cluster it is, as far as that is known. */
  readonly msk?: Flavour | undefined;
  /** Those that live. */
  readonly brokers: readonly BrokerMetadata[];
  /** By name, without the internal ones. */
  readonly topics: ReadonlyMap<string, ObservedTopic>;
  /** Declared topics whose settings, or whose very existence, we may not read. */
  readonly denied: ReadonlyMap<string, ItemError>;
  /** The replica moves that run now, by topic; undefined when the cluster doesn't tell. */
  readonly moving: ReadonlyMap<string, readonly OngoingReassignment[]> | undefined;
  /** What a new topic without a factor gets; undefined when it wasn't asked, or can't be read. */
  readonly defaultFactor?: number | undefined;
  /** The settings that the cluster's topics have, where no declared topic shows them. */
  readonly knownKeys?: ReadonlySet<string> | undefined;
  /** Of topics that the plan would take something from. */
  readonly usage: ReadonlyMap<string, TopicUsage>;
}

/** Redpanda's cluster ids say what it is, whatever the configuration says. */
export function kindOf(configured: 'kafka' | 'redpanda' | 'msk', clusterId: string | null): ClusterKind {
  return configured === 'redpanda' || clusterId?.startsWith('redpanda.') === true ? 'redpanda' : 'kafka';
}
