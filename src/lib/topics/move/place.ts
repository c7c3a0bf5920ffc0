import type { BrokerMetadata, PartitionMetadata } from '../../kafka/requests/metadata.js';
import { type BrokerLoad, bestBroker, compareCosts, rackOf } from '../choose-broker.js';

export interface Places {
  /** Those that live and may hold replicas. */
  readonly brokers: readonly BrokerMetadata[];
  /** Kept up to date with what is placed, so that the topics of one run spread together. */
  readonly load: BrokerLoad;
}

/**
 * Replicas on other brokers in place of those on brokers that are left; the others stay, and so does the order.
 * A new one goes to a rack that the partition isn't in, if there is one, then to the broker that holds least.
 * @returns undefined when too few brokers remain
 */
export function leaveBrokers(
  replicas: readonly number[],
  leaving: ReadonlySet<number>,
  { brokers, load }: Places,
): readonly number[] | undefined {
  const after = [...replicas];
  for (const [index, id] of replicas.entries()) {
    if (!leaving.has(id)) continue;
    const staying = after.filter((one) => !leaving.has(one));
    const next = bestBroker(staying, brokers, load);
    if (next === undefined) return undefined;
    after[index] = next;
    shift(load, id, next);
  }
  return after;
}

/**
 * Moves a replica to a free rack for each that stands in a rack with another, while there are free racks. Of those
 * in one rack the preferred leader and the leader stay, if they can.
 */
export function spreadOverRacks(
  { replicas, leader, inSync }: Pick<PartitionMetadata, 'replicas' | 'leader' | 'inSync'>,
  all: readonly BrokerMetadata[],
  { brokers, load }: Places,
): readonly number[] {
  const after = [...replicas];
  for (;;) {
    const racks = after.map((id) => rackOf(id, all));
    const isTwice = (_: number, index: number) => racks.filter((rack) => rack === racks[index]).length > 1;
    const crowded = after.filter(isTwice);
    const free = brokers.filter(({ id }) => !racks.includes(rackOf(id, all)));
    const next = bestBroker(after, free, load);
    if (crowded.length === 0 || next === undefined) return after;
    const cost = (id: number) => [
      Number(id === after[0]),
      Number(id === leader),
      Number(inSync.includes(id)),
      -(load.get(id) ?? 0),
      id,
    ];
    const [goes = 0] = crowded.sort((a, b) => compareCosts(cost(a), cost(b)));
    after[after.indexOf(goes)] = next;
    shift(load, goes, next);
  }
}

/** In how many racks replicas are. */
export function racksOf(replicas: readonly number[], brokers: readonly BrokerMetadata[]): number {
  return new Set(replicas.map((id) => rackOf(id, brokers))).size;
}

function shift(load: BrokerLoad, from: number, to: number): void {
  load.set(from, (load.get(from) ?? 0) - 1);
  load.set(to, (load.get(to) ?? 0) + 1);
}
