import type { Clock } from '../../../context.js';
import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { describeItemError, type ItemError, isAccessError } from '../../kafka/item-error.js';
import { readBatches } from '../../kafka/records/read-batches.js';
import { writeBatch } from '../../kafka/records/write-batch.js';
import { createTopics } from '../../kafka/requests/create-topics.js';
import { fetchRecords } from '../../kafka/requests/fetch.js';
import { produce } from '../../kafka/requests/produce.js';

/** A request of the round trip was refused. */
export class RoundTripError extends ExopsError {
  /** Kafka's name of the request. */
  readonly api: string;
  readonly error: ItemError;

  constructor(api: string, error: ItemError) {
    super(`${api}: ${describeItemError(error)}`);
    this.api = api;
    this.error = error;
  }

  get isAccess(): boolean {
    return isAccessError(this.error);
  }
}

export interface RoundTripTook {
  /** Milliseconds. */
  readonly createMs: number;
  readonly produceMs: number;
  readonly fetchMs: number;
}

const answerMs = 5_000;
const pauseMs = 100;
/** What a partition says that was just made: its leader isn't there or doesn't know of it yet. */
const soon: ReadonlySet<string> = new Set([
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER', 'KAFKA_STORAGE_ERROR'],
]);

/**
 * Makes a topic of this name, writes a message to it and reads it back. Whoever calls deletes the topic.
 * @throws RoundTripError, and what the session throws
 */
export async function roundTrip(
  session: KafkaClient,
  name: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<RoundTripTook> {
  const began = clock.now();
  await create(session, name);
  const created = clock.now();
  const value = Buffer.from(name);
  const batch = writeBatch([{ timestamp: BigInt(created), key: null, value, headers: [] }]);
  const offset = await untilItIsThere(session, name, clock, signal, async (broker) => {
    const request = { name, partitions: [{ id: 0, batch }] };
    const [produced] = await session.send(
      produce,
      { acks: 'all', timeoutMs: answerMs, topics: [request] },
      { broker },
    );
    return { error: produced?.error, api: 'Produce', value: produced?.baseOffset ?? 0n };
  });
  const produced = clock.now();
  await untilItIsThere(session, name, clock, signal, async (broker) => {
    const partitions = [{ id: 0, offset, maxBytes: 1024 * 1024 }];
    const [fetched] = await session.send(
      fetchRecords,
      {
        ...{ maxWaitMs: 1_000, minBytes: 1, maxBytes: 1024 * 1024, isolation: 'read uncommitted' },
        topics: [{ name, partitions }],
      },
      { broker },
    );
    const messages = readBatches(fetched?.records ?? Buffer.alloc(0)).flatMap((read) => read.messages);
    const isBack = messages.some((message) => message.value?.equals(value) === true);
    return { error: fetched?.error, api: 'Fetch', value: isBack ? true : undefined };
  });
  return { createMs: created - began, produceMs: produced - created, fetchMs: clock.now() - produced };
}

async function create(session: KafkaClient, name: string): Promise<void> {
  const topics = [{ name, partitions: 1, replicationFactor: -1, configs: {} }];
  const { results } = await session.send(createTopics, { topics, timeoutMs: answerMs, validateOnly: false });
  const error = results[0]?.error;
  if (error !== undefined) throw new RoundTripError('CreateTopics', error);
}

interface Tried<Value> {
  readonly api: string;
  readonly error: ItemError | undefined;
  readonly value: Value | undefined;
}

/** Asks the leader, again and again while the topic is too new. @throws the signal's reason, in the end */
async function untilItIsThere<Value>(
  session: KafkaClient,
  name: string,
  clock: Clock,
  signal: AbortSignal,
  ask: (leader: number) => Promise<Tried<Value>>,
): Promise<Value> {
  for (;;) {
    signal.throwIfAborted();
    const { topics } = await session.metadata([name]);
    const leader = topics[0]?.partitions[0]?.leader ?? -1;
    if (leader >= 0) {
      const { api, error, value } = await ask(leader);
      if (error === undefined && value !== undefined) return value;
      if (error !== undefined && !soon.has(error.name)) throw new RoundTripError(api, error);
    }
    await clock.sleep(pauseMs, signal);
  }
}
