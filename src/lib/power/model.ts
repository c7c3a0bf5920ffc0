import type { SleeperKind, SleepSelector } from './sleep-entry.js';

/**
 * `busy`: the system is at something else with it and refuses to be asked (a backup, an update). `unusable`: it can
 * neither sleep nor wake as it is. What is gone for good isn't there at all.
 */
export type SleeperState = 'awake' | 'falling asleep' | 'asleep' | 'waking' | 'busy' | 'unusable';

/** How many are wanted, where that is what sleep changes; without `min` and `max` where there are no such limits. */
export interface Size {
  readonly desired: number;
  readonly min?: number;
  readonly max?: number;
}

/** Something that can sleep, as it is now. */
export interface Sleeper {
  readonly kind: SleeperKind;
  /** What requests and tags take: an instance id, a group's name, an ARN. */
  readonly id: string;
  /** As people know it, unique in its kind: `exchange-dev-mysql`, `i-0123456789abcdef0 (kafka)`. Not yet printable. */
  readonly name: string;
  readonly state: SleeperState;
  /** The system's own word for that: `stopping`, `UPDATING`. */
  readonly status: string;
  /** Undefined for what is only on or off. */
  readonly size: Size | undefined;
  /** The text of the tag `exops:sleep` (of a workload: the annotation `exops/sleep`), whatever it says. */
  readonly record: string | undefined;
  /** Why it must never be put to sleep: it is protected, a replica, of an Auto Scaling group. */
  readonly never: string | undefined;
  /** What sleeping costs it, beside the time: an address, data. */
  readonly losses: readonly Loss[];
  /** What is wrong, in the system's words: a StateReason, a health issue, a failed update. */
  readonly trouble: string | undefined;
  /** Since when it is as it is, where the system says so; milliseconds since the epoch. */
  readonly since: number | undefined;
  /** When AWS starts it by itself; milliseconds since the epoch. */
  readonly startsItselfAt: number | undefined;
  /** Addresses and names by which a broker on it could be known. */
  readonly addresses: readonly string[];
  /** What it is made of that is billed by the hour while it is awake; for sized ones, of one of `size.desired`. */
  readonly machines: readonly Machine[];
  /** EBS volumes that stay. */
  readonly volumeIds: readonly string[];
  /** Storage of its own that stays. */
  readonly storage: { readonly gib: number; readonly type: string } | undefined;
  /** Its VPC, where that is known from here. */
  readonly vpcId: string | undefined;
}

export interface Loss {
  /** `gives up its public address 3.35.1.2` */
  readonly text: string;
  /** Data is gone for good. */
  readonly isData: boolean;
}

/** A machine as the price list knows it. */
export interface Machine {
  readonly service: 'ec2' | 'rds' | 'fargate';
  /** `t3.large`, `db.t3.medium` */
  readonly type: string;
  readonly isSpot: boolean;
  /** `mysql`, for databases. */
  readonly engine?: string;
  readonly isMultiAz?: boolean;
}

/** Everything exops does with one kind of what can sleep. Failures are ExopsErrors in words for people. */
export interface SleeperPort<Selector extends SleepSelector = SleepSelector> {
  readonly kind: SleeperKind;
  /** What each selector chooses, in their order: nothing where there is none. In as few requests as pages allow. */
  find(selectors: readonly Selector[], signal?: AbortSignal): Promise<readonly (readonly Sleeper[])[]>;
  /** These now; one that is gone is left out. In as few requests as pages allow. */
  read(sleepers: readonly Sleeper[], signal?: AbortSignal): Promise<readonly Sleeper[]>;
  /** Writes `text` where `record` is read from, or removes it (null). */
  setRecord(sleeper: Sleeper, text: string | null, signal?: AbortSignal): Promise<void>;
  /** Asks for it; the state follows. */
  sleep(sleeper: Sleeper, signal?: AbortSignal): Promise<void>;
  /** @param size as recorded, for what has one; `max` isn't touched */
  wake(sleeper: Sleeper, size: Size | undefined, signal?: AbortSignal): Promise<void>;
}
