import { AccessError } from '../../errors.js';
import { isAccessError } from '../../kafka/item-error.js';
import { initProducerId, type ProducerId } from '../../kafka/requests/init-producer-id.js';
import { refusedByBroker } from '../errors.js';
import type { ProduceDeps } from './producer.js';

const pauseMs = 250;
const patienceMs = 30_000;

/** What a broker says that hasn't got a block of ids from its controller yet, as one that was just started. */
const soon: ReadonlySet<string> = new Set([
  ...['COORDINATOR_LOAD_IN_PROGRESS', 'COORDINATOR_NOT_AVAILABLE', 'REQUEST_TIMED_OUT', 'NOT_COORDINATOR'],
]);

/** An id under which brokers take each batch once. @throws AccessError, RefusedByBrokerError, the signal's reason */
export async function newProducerId(
  { client, clock, rights }: ProduceDeps,
  topic: string,
  signal: AbortSignal,
): Promise<ProducerId> {
  const end = clock.now() + patienceMs;
  for (;;) {
    const { error, id, epoch } = await client.send(initProducerId, {});
    if (error === undefined) return { id, epoch };
    if (isAccessError(error) && !rights.byIam)
      // From 3.0 on whoever may write to any topic may have an id (KIP-679).
      throw new AccessError(
        `No right to write to ${topic} (${error.name}). It takes WRITE on topic ${topic}, and before Kafka 3.0 IDEMPOTENT_WRITE on the cluster.`,
      );
    if (!soon.has(error.name) || clock.now() > end)
      throw refusedByBroker('write to', topic, 'InitProducerId', error, rights);
    await clock.sleep(pauseMs, signal);
  }
}
