import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Size } from '../model.js';
import type { SleeperKind } from '../sleep-entry.js';
import type { WeeklyTime } from './weekly-time.js';

/** What Scheduler can reach; it can't speak to a Kubernetes API server. */
export type ScheduledKind = Exclude<SleeperKind, 'workload'>;

/** A resource as the requests that put it to sleep name it. */
export interface Resource {
  readonly kind: ScheduledKind;
  /** Of a node group or a service. */
  readonly cluster: string | undefined;
  /** A name; of an instance its id. */
  readonly name: string;
}

/** A resource that is to be scheduled. */
export interface Member {
  readonly resource: Resource;
  /** As `Sleeper.id`. */
  readonly id: string;
  /** As people know it, with its kind: `ec2 i-0123456789abcdef0 (kafka)`. */
  readonly label: string;
  /** Its place in the order: lower ones sleep first, higher ones wake first. */
  readonly place: { readonly sleep: number; readonly wake: number };
  /** What it wakes to; undefined for what is only on or off. */
  readonly size: Size | undefined;
  /** It sleeps with the others, and nobody but a person wakes it. */
  readonly isWokenByHand: boolean;
}

/** What the schedules of an environment should be. */
export interface ScheduleWish {
  readonly environment: string;
  readonly group: string;
  readonly sleep: readonly WeeklyTime[];
  readonly wake: readonly WeeklyTime[];
  /** An IANA name. */
  readonly timezone: string;
  readonly roleArn: string;
  /** Minutes from one stage to the next. */
  readonly stagger: number;
}

export const scheduleKind = 'schedule';
export const groupKind = 'schedule group';

export type ScheduleWork =
  | { readonly step: 'create group'; readonly group: string; readonly environment: string }
  | { readonly step: 'delete group'; readonly group: string }
  | { readonly step: 'create'; readonly schedule: Schedule }
  | { readonly step: 'update'; readonly schedule: Schedule; readonly before: Schedule }
  | { readonly step: 'delete'; readonly before: Schedule };
