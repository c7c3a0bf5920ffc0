import type { KafkaClient } from '../../kafka/client.js';
import type { MetadataResponse } from '../../kafka/requests/metadata.js';
import { readRunningMoves } from '../running-moves.js';
import { readThrottles } from '../throttle.js';
import { readLargestCopies } from '../usage.js';
import type { MovableTopic, ObservedMove } from './model.js';
import { selectTopics, type TopicChoice } from './select-topics.js';

/** Reads where replicas are and which moves run, then sizes and throttles: two rounds of requests. */
export async function observeMove(
  client: KafkaClient,
  choice: TopicChoice,
): Promise<ObservedMove & Pick<MetadataResponse, 'clusterId'>> {
  const [metadata, running] = await Promise.all([client.metadata(null), readRunningMoves(client)]);
  const { brokers, clusterId } = metadata;
  const selected = selectTopics(metadata.topics, choice);
  const names = selected.topics.map(({ name }) => name);
  const [bytes, throttles] = await Promise.all([
    readSizes(client, brokers, selected.topics),
    readThrottles(client, { topics: names, brokers: brokers.map(({ id }) => id) }, () => []),
  ]);
  return {
    ...selected,
    brokers,
    clusterId,
    moving: running.partitions,
    movesProblem: running.error,
    bytes,
    throttles,
  };
}

async function readSizes(
  client: KafkaClient,
  brokers: MetadataResponse['brokers'],
  topics: readonly MovableTopic[],
): Promise<ReadonlyMap<string, bigint> | undefined> {
  if (topics.length === 0) return undefined;
  return readLargestCopies(client, brokers, topics).catch(() => undefined);
}
