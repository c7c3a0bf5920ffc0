import type { StoredRecord } from '../kafka/records/stored-record.js';

/** Where messages are. */
export interface Place {
  readonly topic: string;
  readonly partition: number;
}

/** Messages of one batch, in their order. */
export interface FoundMessages extends Place {
  readonly messages: readonly StoredRecord[];
}

export type Isolation = 'read uncommitted' | 'read committed';

/** Where reading begins, in each partition. */
export type StartingPoint =
  | { readonly at: 'start' | 'end' }
  | { readonly at: 'offset'; readonly offset: bigint }
  /** The first message of this time, or after it; milliseconds since the epoch. */
  | { readonly at: 'time'; readonly timestamp: bigint }
  /** So many offsets before the end. */
  | { readonly at: 'last'; readonly count: bigint };
