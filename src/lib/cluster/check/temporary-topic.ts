import { messageOf } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { describeItemError } from '../../kafka/item-error.js';
import { createTopics, type NewTopic } from '../../kafka/requests/create-topics.js';
import { deleteTopics } from '../../kafka/requests/delete-topics.js';
import { RoundTripError } from './round-trip.js';

const answerMs = 5_000;

/** @throws RoundTripError, and what the session throws */
export async function createTopic(client: KafkaClient, topic: NewTopic): Promise<void> {
  const { results } = await client.send(createTopics, {
    ...{ topics: [topic], timeoutMs: answerMs, validateOnly: false },
  });
  const error = results[0]?.error;
  if (error !== undefined) throw new RoundTripError('CreateTopics', error);
}

/** Why it is still there; undefined when it isn't. */
export async function deleteTopic(client: KafkaClient, name: string): Promise<string | undefined> {
  try {
    const { results } = await client.send(deleteTopics, { names: [name], timeoutMs: answerMs });
    const error = results[0]?.error;
    const isGone = error === undefined || error.name === 'UNKNOWN_TOPIC_OR_PARTITION';
    return isGone ? undefined : describeItemError(error);
  } catch (error) {
    return messageOf(error);
  }
}
