import type { Clock } from '../../../context.js';
import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import type { LedPartition } from '../../kafka/end-offsets.js';
import { describeItemError, type ItemError, isAccessError } from '../../kafka/item-error.js';
import type { Message, StoredMessage } from '../../kafka/records/model.js';
import { readBatches } from '../../kafka/records/read-batches.js';
import { loadUnpackers } from '../../kafka/records/unpack/load-unpackers.js';
import { writeBatch } from '../../kafka/records/write-batch.js';
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

/** How one request of a round trip ended; with neither error nor value what was asked for isn't there yet. */
export interface Tried<Value> {
  readonly api: string;
  readonly error: ItemError | undefined;
  readonly value: Value | undefined;
}

const answerMs = 5_000;
const fetchMs = 1_000;
const fetchBytes = 1024 * 1024;
const pauseMs = 100;
/** What a partition says that was just made: its leader isn't there or doesn't know of it yet. */
const soon: ReadonlySet<string> = new Set([
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER', 'KAFKA_STORAGE_ERROR'],
]);

/** Writes one message for all replicas in sync. @returns its offset */
export async function sendOne(
  client: KafkaClient,
  { name, partition, leader }: LedPartition,
  message: Message,
): Promise<Tried<bigint>> {
  const topics = [{ name, partitions: [{ id: partition, batch: writeBatch([message]) }] }];
  const [produced] = await client.send(
    produce,
    { acks: 'all', timeoutMs: answerMs, topics },
    { broker: leader },
  );
  return { error: produced?.error, api: 'Produce', value: produced?.baseOffset ?? 0n };
}

/**
 * Reads from an offset on, and looks for a message; packed ones too, as a broker packs them that has a `compression.type` of its own.
 * @throws ExopsError when the batch at the offset can't be read
 */
export async function takeOne(
  client: KafkaClient,
  { name, partition, leader }: LedPartition,
  offset: bigint,
  isIt: (message: StoredMessage) => boolean,
): Promise<Tried<true>> {
  const [fetched] = await client.send(
    fetchRecords,
    {
      ...{ maxWaitMs: fetchMs, minBytes: 1, maxBytes: fetchBytes, isolation: 'read uncommitted' },
      topics: [{ name, partitions: [{ id: partition, offset, maxBytes: fetchBytes }] }],
    },
    { broker: leader },
  );
  const records = fetched?.records ?? Buffer.alloc(0);
  const batches = readBatches(records, await loadUnpackers(records));
  const isThere = batches.some(({ messages }) => messages.some(isIt));
  const unread = batches.find((one) => one.baseOffset <= offset && offset <= one.lastOffset)?.unread;
  if (!isThere && unread !== undefined)
    throw new ExopsError(`The batch at offset ${offset} can't be read: ${unread}.`);
  return { error: fetched?.error, api: 'Fetch', value: isThere ? true : undefined };
}

/**
 * Asks the partition's leader, again and again while the topic is too new.
 * @throws RoundTripError, and the signal's reason in the end
 */
export async function untilItIsThere<Value>(
  client: KafkaClient,
  { name, partition }: Omit<LedPartition, 'leader'>,
  clock: Clock,
  signal: AbortSignal,
  ask: (place: LedPartition) => Promise<Tried<Value>>,
): Promise<Value> {
  for (;;) {
    signal.throwIfAborted();
    const [topic] = (await client.metadata([name])).topics;
    if (topic?.error !== undefined && isAccessError(topic.error))
      throw new RoundTripError('Metadata', topic.error);
    const leader = topic?.partitions.find(({ id }) => id === partition)?.leader ?? -1;
    if (leader >= 0) {
      const { api, error, value } = await ask({ name, partition, leader });
      if (error === undefined && value !== undefined) return value;
      if (error !== undefined && !soon.has(error.name)) throw new RoundTripError(api, error);
    }
    await clock.sleep(pauseMs, signal);
  }
}
