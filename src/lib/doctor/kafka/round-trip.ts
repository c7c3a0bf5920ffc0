import type { Clock } from '../../../context.js';
import { sendOne, takeOne, untilItIsThere } from '../../cluster/check/round-trip.js';
import { createTopic } from '../../cluster/check/temporary-topic.js';
import type { KafkaClient } from '../../kafka/client.js';

export interface RoundTripTook {
  /** Milliseconds. */
  readonly createMs: number;
  readonly produceMs: number;
  readonly fetchMs: number;
}

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
  await createTopic(session, { name, partitions: 1, replicationFactor: -1, configs: {} });
  const created = clock.now();
  const value = Buffer.from(name);
  const message = { timestamp: BigInt(created), key: null, value, headers: [] };
  const place = { name, partition: 0 };
  const offset = await untilItIsThere(session, place, clock, signal, (led) => sendOne(session, led, message));
  const produced = clock.now();
  await untilItIsThere(session, place, clock, signal, (led) =>
    takeOne(session, led, offset, (one) => one.value?.equals(value) === true),
  );
  return { createMs: created - began, produceMs: produced - created, fetchMs: clock.now() - produced };
}
