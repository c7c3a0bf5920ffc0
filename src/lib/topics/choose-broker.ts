import type { BrokerMetadata } from '../kafka/requests/metadata.js';

/** How many replicas each broker holds, by broker id. */
export type BrokerLoad = Map<number, number>;

/** The one in a rack that holds none of the replicas, or fewest; of those the one that holds least of all. */
export function bestBroker(
  replicas: readonly number[],
  brokers: readonly BrokerMetadata[],
  held: BrokerLoad,
): number | undefined {
  const racks = replicas.map((id) => rackOf(id, brokers));
  const cost = (broker: BrokerMetadata): number[] => [
    racks.filter((rack) => rack === rackOf(broker.id, brokers)).length,
    held.get(broker.id) ?? 0,
    broker.id,
  ];
  const candidates = brokers.filter(({ id }) => !replicas.includes(id));
  return candidates.sort((a, b) => compareCosts(cost(a), cost(b)))[0]?.id;
}

/** A broker without a rack is a rack of its own. */
export function rackOf(id: number, brokers: readonly BrokerMetadata[]): string {
  return brokers.find((broker) => broker.id === id)?.rack ?? `broker ${id}`;
}

/** The first that differs decides. */
export function compareCosts(a: readonly number[], b: readonly number[]): number {
  const index = a.findIndex((value, at) => value !== b[at]);
  return index < 0 ? 0 : (a[index] ?? 0) - (b[index] ?? 0);
}
