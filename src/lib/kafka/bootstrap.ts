import type { Address } from './address.js';
import { KafkaConnectionError } from './errors.js';

/** How long one address may hesitate before the next is tried beside it; milliseconds. */
const patienceMs = 1_000;

/**
 * The first connection that succeeds, trying the addresses in their order: the next is begun as soon as the one
 * before has failed or kept us waiting. Slower ones that succeed after all are closed.
 * @throws the first address's error, naming the others, when all have failed
 */
export function connectToAny<Connection extends { close(): void }>(
  addresses: readonly Address[],
  open: (address: Address) => Promise<Connection>,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const errors: unknown[] = [];
    let next = 0;
    let settled = false;

    const tryNext = () => {
      const address = addresses[next++];
      if (settled || address === undefined) return;
      const patience = setTimeout(tryNext, patienceMs);
      open(address).then(
        (connection) => {
          clearTimeout(patience);
          if (settled) return connection.close();
          settled = true;
          resolve(connection);
        },
        (error: unknown) => {
          clearTimeout(patience);
          errors.push(error);
          if (errors.length === addresses.length) reject(summarise(errors));
          else tryNext();
        },
      );
    };
    tryNext();
  });
}

function summarise(errors: readonly unknown[]): unknown {
  const [first, ...others] = errors;
  if (others.length === 0 || !(first instanceof KafkaConnectionError)) return first;
  const also = others.map((error) => (error instanceof Error ? error.message : String(error)));
  return new KafkaConnectionError([first.message, ...also].join('\n'), { hint: first.hint, cause: first });
}
