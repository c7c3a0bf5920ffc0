import type { Change } from '../change/plan.js';
import type { Listed } from './find-sleepers.js';
import type { KafkaHealth } from './kafka.js';
import type { Size, Sleeper } from './model.js';
import type { WakesTo } from './rules/wakes-to.js';
import type { SeenUnstoppable } from './unstoppable.js';

/** What a person asked for. */
export interface PowerWish {
  /** Of the list; all of it when empty. */
  readonly names: readonly string[];
  /** What those wake to that have no record that could be read, by the names that were typed. */
  readonly wakesTo: ReadonlyMap<string, WakesTo>;
  /** Whose size counts where a record and reality disagree. */
  readonly drifted: 'record' | 'keep' | undefined;
  /** Somebody else's run that seems to be under way is no obstacle. */
  readonly takeOver: boolean;
  /** Who asks, for records. */
  readonly user: string;
}

/** The world as a plan is made from it. */
export interface ObservedPower {
  readonly listed: readonly Listed[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** What a schedule of ours wakes to, by `keyOf`; undefined for what is only on or off. */
  readonly scheduled: ReadonlyMap<string, Size | undefined>;
  /** Why that isn't known. */
  readonly scheduleProblem?: string;
  /** Undefined when Kafka isn't looked at. */
  readonly kafka: SeenKafka | undefined;
  /** Left out where it isn't looked at. */
  readonly unstoppable?: SeenUnstoppable | undefined;
}

export interface SeenKafka {
  /** It is Amazon MSK, which can't be stopped. */
  readonly isMsk: boolean;
  /** Keys of the sleepers that its brokers run on, or that lead to them. */
  readonly sleepers: ReadonlySet<string>;
  /** Undefined where it wasn't asked. */
  readonly health: KafkaHealth | { readonly problem: string } | undefined;
}

interface CommonWork {
  /** As it was when the plan was made. */
  readonly sleeper: Sleeper;
  /** From 1; one begins when the one before it is complete. */
  readonly stage: number;
}

export interface SleepWork extends CommonWork {
  readonly direction: 'sleep';
  /** What becomes of its record: the one that is there stays, or there is none yet, or a person gave it up. */
  readonly record: 'keep' | 'write' | 'replace';
  /** What the record is to say; what is there when it is written, if undefined. */
  readonly size: Size | undefined;
}

export interface WakeWork extends CommonWork {
  readonly direction: 'wake';
  /** Undefined for what is only on or off. */
  readonly size: Size | undefined;
  /** It is awake as it is to stay: only its record goes. */
  readonly keepsSize: boolean;
  /** Brokers of Kafka run on it, or are reached through it. */
  readonly isBroker: boolean;
}

export type PowerWork = SleepWork | WakeWork;
export type PowerChange<Work extends PowerWork = PowerWork> = Change<Work>;
