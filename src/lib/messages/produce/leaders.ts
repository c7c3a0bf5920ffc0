import type { Clock } from '../../../context.js';
import type { KafkaClient } from '../../kafka/client.js';
import { errorCodes } from '../../kafka/item-error.js';
import { type RightsOf, refusedByBroker } from '../errors.js';
import { TopicGoneError } from './errors.js';

const pauseMs = 250;
/** Brokers learn one after the other that a topic is new, or gone. */
const goneMs = 5_000;

/** The leader of each partition that has one. */
export type Leaders = ReadonlyMap<number, number>;

/** @returns asks who leads now, after a pause in which others that want to know join */
export function leaderLookup(
  { client, clock, rights }: { client: KafkaClient; clock: Clock; rights: RightsOf },
  topic: string,
): () => Promise<Leaders> {
  let pending: Promise<Leaders> | undefined;
  let missingSince: number | undefined;
  const ask = async (): Promise<Leaders> => {
    const { topics } = await client.metadata([topic]);
    const found = topics.find(({ name }) => name === topic);
    if (found !== undefined && found.error === undefined) {
      missingSince = undefined;
      return new Map(found.partitions.map(({ id, leader }) => [id, leader]));
    }
    if (found?.error !== undefined && found.error.code !== errorCodes.unknownTopicOrPartition)
      throw refusedByBroker('write to', topic, 'Metadata', found.error, rights);
    missingSince ??= clock.now();
    if (clock.now() - missingSince > goneMs) throw new TopicGoneError(topic);
    return new Map();
  };
  return () => {
    pending ??= clock.sleep(pauseMs).then(() => {
      pending = undefined;
      return ask();
    });
    return pending;
  };
}
