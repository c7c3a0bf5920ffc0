import type { Change } from '../../change/plan.js';
import type { ItemError } from '../../kafka/item-error.js';
import type { OngoingReassignment } from '../../kafka/requests/list-partition-reassignments.js';
import type { BrokerMetadata, PartitionMetadata } from '../../kafka/requests/metadata.js';
import type { HeldThrottle, Throttle } from '../throttle.js';

/** What replicas are moved for. */
export interface AskedMove {
  /** Brokers that shall hold no replica. */
  readonly leaving: readonly number[];
  /** Whether replicas of one partition that are in the same rack part. */
  readonly spreads: boolean;
  /** Partitions that lack a replica in sync are moved, too. */
  readonly allowsUnderReplicated: boolean;
  readonly throttle: Throttle;
}

export interface MovableTopic {
  readonly name: string;
  readonly partitions: readonly PartitionMetadata[];
}

/** Everything a plan is made of, read at one time. */
export interface ObservedMove {
  /** Those that live. */
  readonly brokers: readonly BrokerMetadata[];
  /** Every topic of the cluster. */
  readonly all: readonly MovableTopic[];
  /** Those that are asked for, in the order of their names. */
  readonly topics: readonly MovableTopic[];
  /** Internal topics that would be among them, if they were asked for. */
  readonly keptInternal: readonly MovableTopic[];
  /** Names and patterns that stand for no topic. */
  readonly unmatched: readonly string[];
  /** All moves that run in the cluster; undefined when it doesn't tell. */
  readonly moving: readonly OngoingReassignment[] | undefined;
  /** Why it doesn't, where it says that. */
  readonly movesProblem?: ItemError | undefined;
  /** Bytes of the largest copy, by `partition topic`; undefined when they can't be read. */
  readonly bytes: ReadonlyMap<string, bigint> | undefined;
  /** Throttles that are set, on brokers and on the topics that are asked for. */
  readonly throttles: readonly HeldThrottle[];
}

/** One partition that goes elsewhere, or is on its way. */
export interface MovingPartition {
  readonly id: number;
  readonly before: readonly number[];
  /** Where it shall be, the preferred leader first. */
  readonly after: readonly number[];
  /** It moves there already, and is only waited for. */
  readonly isUnderWay: boolean;
  /** Of the largest copy; undefined when it can't be read. */
  readonly bytes: bigint | undefined;
  /** Its preferred leader leads it, or a replica that goes: then the new preferred one shall. */
  readonly isLedByPreferred: boolean;
}

/** One partition whose move that runs is ended. */
export interface CancelledPartition {
  readonly id: number;
  /** Its replicas in the order in which Kafka has them then. */
  readonly before: readonly number[];
  /**
   * The order they most likely had: Kafka puts those that were to go last, and with them the preferred leader. Undefined
   * when nobody can tell.
   */
  readonly restored: readonly number[] | undefined;
}

/** What is to be done about one topic, or one broker. */
export interface MoveWork {
  readonly moves?: readonly MovingPartition[];
  readonly cancels?: readonly CancelledPartition[];
  /** Throttle settings that are taken away once no move needs them. */
  readonly unthrottles?: readonly string[];
  /** The id of the broker, where the change is one of a broker. */
  readonly broker?: number;
}

export type MoveChange = Change<MoveWork>;

/** How a broker is called in plans, by its id. */
export function brokerName(id: number | string): string {
  return `broker ${id}`;
}
