import type { CommittedOffset } from '../kafka/requests/offset-fetch.js';

type Place = Pick<CommittedOffset, 'name' | 'partition'>;

/** One text for each partition. */
export function keyOf({ name, partition }: Place): string {
  return `${name} ${partition}`;
}

/** By topic, then by number. */
export function byPlace(one: Place, other: Place): number {
  if (one.name === other.name) return one.partition - other.partition;
  return one.name < other.name ? -1 : 1;
}
