import type { StoredMessage } from '../kafka/records/model.js';

/** A message, and where it is. */
export interface PlacedMessage extends StoredMessage {
  readonly topic: string;
  readonly partition: number;
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
