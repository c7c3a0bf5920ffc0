import type { Lane } from './lane.js';

/** What a partition waits for, while batches of it don't arrive. */
export interface Waiting {
  readonly partition: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** The partition that has been waiting the longest. */
export function longestWaiting(lanes: readonly Lane[]): Waiting | undefined {
  let longest: Waiting | undefined;
  for (const { id: partition, failingSince: since } of lanes)
    if (since !== undefined && since < (longest?.since ?? Number.POSITIVE_INFINITY))
      longest = { partition, since };
  return longest;
}
