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
    if (!soon.has(error.name) || clock.now() > end)
      throw refusedByBroker('write to', topic, 'InitProducerId', error, rights);
    await clock.sleep(pauseMs, signal);
  }
}
