import { ExopsError } from '../errors.js';
import type { KafkaClient } from '../kafka/client.js';
import { errorCodes } from '../kafka/item-error.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import { nearest } from '../yaml/nearest.js';
import { type RightsOf, refusedByBroker } from './errors.js';

export class NoSuchTopicError extends ExopsError {}

export interface FoundTopic {
  readonly metadata: MetadataResponse;
  readonly topic: TopicMetadata;
}

/** @throws NoSuchTopicError, which names one that was probably meant; AccessError */
export async function findTopic(
  client: KafkaClient,
  name: string,
  doing: string,
  rights: RightsOf,
): Promise<FoundTopic> {
  const metadata = await client.metadata([name]);
  const topic = metadata.topics.find((one) => one.name === name);
  const { error } = topic ?? {};
  if (topic !== undefined && error === undefined) return { metadata, topic };
  if (error === undefined || error.code === errorCodes.unknownTopicOrPartition)
    throw await noSuchTopic(client, name);
  throw refusedByBroker(doing, name, 'Metadata', error, rights);
}

async function noSuchTopic(client: KafkaClient, name: string): Promise<NoSuchTopicError> {
  const { topics } = await client.metadata(null);
  const names = topics.map((topic) => topic.name);
  const meant = nearest(name, names) ?? names.find((one) => one.endsWith(name));
  const proposal = meant === undefined ? '' : ` Did you mean ${meant}?`;
  return new NoSuchTopicError(`No such topic, or no right to see it: ${name}.${proposal}`, {
    hint: 'See: exops topics list',
  });
}
