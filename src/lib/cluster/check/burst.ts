import { abortable } from '../../abortable.js';
import { atMost } from '../../at-most.js';
import type { KafkaClient } from '../../kafka/client.js';
import type { LedPartition } from '../../kafka/end-offsets.js';
import { writeBatch } from '../../kafka/records/write-batch.js';
import { produce } from '../../kafka/requests/produce.js';
import type { CheckRecords } from './check-records.js';
import type { Rate } from './model.js';
import { RoundTripError } from './round-trip.js';

/** For each round trip that a broker makes. */
const perTrip = 100;
const mostBytes = 64 * 1024 * 1024;
const batchBytes = 128 * 1024;
/** More than a record takes beside its value: its key, its header, lengths. */
const besideValue = 128;
/** Batches that are on their way to a partition. */
const atOnce = 4;
/** Through a slow way fewer are sent. */
const longestMs = 10_000;
const replicasMs = 10_000;

/** How many records a burst has at most. @param records round trips with each broker @param size of a record; bytes */
export function burstOf(records: number, size: number): number {
  return Math.max(1, Math.min(records * perTrip, Math.floor(mostBytes / Math.max(1, size))));
}

/**
 * Writes records as fast as brokers take them, to all partitions at once. Nothing is tried again: a check is to see what
 * doesn't work. After a refusal nothing more is sent, and what is under way has ended when this throws.
 * @param acknowledged is given the numbers of the records that brokers took, also before this throws
 * @throws RoundTripError, what the session throws, and the signal's reason
 */
export async function sendBurst(
  client: KafkaClient,
  places: readonly LedPartition[],
  { records, count, size }: { records: CheckRecords; count: number; size: number },
  signal: AbortSignal,
  acknowledged: number[],
): Promise<Rate> {
  const perBatch = Math.max(1, Math.floor(batchBytes / (size + besideValue)));
  const began = performance.now();
  const before = acknowledged.length;
  let left = count;
  const lane = async (place: LedPartition, _: number, either: AbortSignal) => {
    while (left > 0 && performance.now() - began < longestMs && !either.aborted) {
      const made = Array.from({ length: Math.min(perBatch, left) }, () => records.make());
      left -= made.length;
      const batch = writeBatch(made.map(({ message }) => message));
      await sendBatch(client, place, batch);
      for (const { number } of made) acknowledged.push(number);
    }
  };
  const lanes = places.flatMap((place) => Array.from({ length: atOnce }, () => place));
  await abortable(atMost(lanes.length, lanes, signal, lane), signal);
  const sent = acknowledged.length - before;
  return { records: sent, bytes: sent * size, ms: performance.now() - began };
}

async function sendBatch(
  client: KafkaClient,
  { name, partition, leader }: LedPartition,
  batch: Buffer,
): Promise<void> {
  const topics = [{ name, partitions: [{ id: partition, batch }] }];
  const [produced] = await client.send(
    produce,
    { acks: 'all', timeoutMs: replicasMs, topics },
    { broker: leader },
  );
  if (produced?.error !== undefined) throw new RoundTripError('Produce', produced.error);
}
