import type { Clock } from '../../../context.js';
import { messageOf } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { describeItemError, errorCodes } from '../../kafka/item-error.js';
import { createTopics, type NewTopic } from '../../kafka/requests/create-topics.js';
import { deleteTopics } from '../../kafka/requests/delete-topics.js';
import { RoundTripError } from './round-trip.js';

const answerMs = 5_000;
/** Brokers learn of a deletion one after the other. */
const goneMs = 5_000;
const lookMs = 100;

/** @throws RoundTripError, and what the session throws */
export async function createTopic(client: KafkaClient, topic: NewTopic): Promise<void> {
  const { results } = await client.send(createTopics, {
    ...{ topics: [topic], timeoutMs: answerMs, validateOnly: false },
  });
  const error = results[0]?.error;
  if (error !== undefined) throw new RoundTripError('CreateTopics', error);
}

/** Pure: whether the topic may be there, though `createTopic` threw this: the answer was lost, or the cluster took too long. */
export function mayBeMade(error: unknown): boolean {
  return !(error instanceof RoundTripError) || error.error.name === 'REQUEST_TIMED_OUT';
}

/** Deletes it and looks whether it is gone. @returns why it is still there; undefined when it isn't */
export async function deleteTopic(
  client: KafkaClient,
  clock: Clock,
  name: string,
): Promise<string | undefined> {
  const why = await askToDelete(client, name);
  const end = clock.now() + (why === undefined ? goneMs : 0);
  try {
    while (!(await isGone(client, name))) {
      if (clock.now() >= end) return why ?? stillShows;
      await clock.sleep(lookMs);
    }
  } catch (error) {
    return why ?? messageOf(error);
  }
  return undefined;
}

/** Of what was to be deleted, and nothing was refused. */
export const stillShows = 'its deletion was accepted, and it still shows';

/** Why the cluster didn't say that it does it. */
async function askToDelete(client: KafkaClient, name: string): Promise<string | undefined> {
  try {
    const { results } = await client.send(deleteTopics, { names: [name], timeoutMs: answerMs });
    const error = results[0]?.error;
    return error === undefined ? undefined : describeItemError(error);
  } catch (error) {
    return messageOf(error);
  }
}

async function isGone(client: KafkaClient, name: string): Promise<boolean> {
  const topic = (await client.metadata([name])).topics.find((one) => one.name === name);
  return topic === undefined || topic.error?.code === errorCodes.unknownTopicOrPartition;
}
