import type { TopicMetadata } from '../kafka/requests/metadata.js';

/** How many partitions have to do with a broker. */
export interface BrokerTally {
  readonly leaders: number;
  readonly replicas: number;
  /** Those whose first replica is here: this broker should lead them. */
  readonly preferred: number;
  /** Those of them that another broker leads. */
  readonly ledElsewhere: number;
}

export const noPartitions: BrokerTally = { leaders: 0, replicas: 0, preferred: 0, ledElsewhere: 0 };

/** By broker, for every broker that a partition names, whether it lives or not. */
export function tallyBrokers(topics: readonly TopicMetadata[]): ReadonlyMap<number, BrokerTally> {
  const tallies = new Map<number, BrokerTally>();
  const count = (broker: number, what: (tally: BrokerTally) => Partial<BrokerTally>) => {
    const before = tallies.get(broker) ?? noPartitions;
    tallies.set(broker, { ...before, ...what(before) });
  };
  for (const { leader, replicas } of topics.flatMap(({ partitions }) => partitions)) {
    for (const broker of replicas) count(broker, (tally) => ({ replicas: tally.replicas + 1 }));
    if (leader >= 0) count(leader, (tally) => ({ leaders: tally.leaders + 1 }));
    const [preferred] = replicas;
    if (preferred === undefined) continue;
    count(preferred, (tally) => ({ preferred: tally.preferred + 1 }));
    if (leader >= 0 && leader !== preferred)
      count(preferred, (tally) => ({ ledElsewhere: tally.ledElsewhere + 1 }));
  }
  return tallies;
}
