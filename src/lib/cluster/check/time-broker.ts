import { abortable } from '../../abortable.js';
import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import type { LedPartition } from '../../kafka/end-offsets.js';
import type { CheckDeps } from './check-deps.js';
import type { CheckRecords } from './check-records.js';
import { RoundTripError, sendOne, type Tried, takeOne, untilItIsThere } from './round-trip.js';

export interface TripsDone {
  /** Of each, from sending to having read; milliseconds. */
  readonly tripsMs: number[];
  /** Numbers of the records that were acknowledged. */
  readonly acknowledged: number[];
}

/** How often a message that was acknowledged may be missing from an answer, each of which waits for a second. */
const mostEmpty = 5;

/**
 * Sends records to one broker and reads each back before the next, as Kafka's own kafka-e2e-latency does. The first isn't
 * timed: it makes the connection, and the topic may be too new.
 * @param done is added to, and holds what went well when this throws
 * @param tripMs how long one may take; milliseconds
 * @throws RoundTripError, what the session throws, and a TimeoutError
 */
export async function timeBroker(
  { client, clock, signal }: Pick<CheckDeps, 'client' | 'clock' | 'signal'>,
  place: LedPartition,
  { records, count, tripMs }: { records: CheckRecords; count: number; tripMs: number },
  done: TripsDone,
  onTrip: () => void,
): Promise<void> {
  const inTime = <Value>(work: (either: AbortSignal) => Promise<Value>) => {
    const either = AbortSignal.any([signal, AbortSignal.timeout(tripMs)]);
    return abortable(work(either), either);
  };
  await inTime(async (either) => {
    const message = records.uncounted();
    const isIt = isMessage(message.key);
    const there = <Value>(ask: (led: LedPartition) => Promise<Tried<Value>>) =>
      untilItIsThere(client, place, clock, either, (led) => ask(ledAsBefore(led, place)));
    const offset = await there((led) => sendOne(client, led, message));
    await there((led) => takeOne(client, led, offset, isIt));
  });
  for (let trip = 0; trip < count; trip++) {
    const { number, message } = records.make();
    const began = performance.now();
    await inTime(async () => {
      const offset = valueIn(await sendOne(client, place, message));
      done.acknowledged.push(number);
      await takeBack(client, place, offset ?? 0n, message.key);
    });
    done.tripsMs.push(performance.now() - began);
    onTrip();
  }
}

async function takeBack(
  client: KafkaClient,
  place: LedPartition,
  offset: bigint,
  key: Buffer | null,
): Promise<void> {
  for (let attempt = 0; attempt < mostEmpty; attempt++)
    if (valueIn(await takeOne(client, place, offset, isMessage(key))) === true) return;
  throw new ExopsError('A record that it acknowledged is not in its answers.');
}

function ledAsBefore(led: LedPartition, { leader, partition }: LedPartition): LedPartition {
  if (led.leader === leader) return led;
  throw new ExopsError(`Broker ${led.leader} leads partition ${partition} by now.`);
}

function isMessage(key: Buffer | null): (message: { readonly key: Buffer | null }) => boolean {
  return (message) => key !== null && message.key?.equals(key) === true;
}

function valueIn<Value>({ api, error, value }: Tried<Value>): Value | undefined {
  if (error !== undefined) throw new RoundTripError(api, error);
  return value;
}
