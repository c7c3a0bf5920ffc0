import { AccessError, ExopsError, messageOf } from '../errors.js';
import type { Address } from './address.js';
import { KafkaAuthenticationError, KafkaConnectionError } from './errors.js';

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
    const errors = new Map<number, unknown>();
    let next = 0;
    let settled = false;

    const tryNext = () => {
      const index = next++;
      const address = addresses[index];
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
          errors.set(index, error);
          if (errors.size === addresses.length) reject(summarise(addresses.map((_, at) => errors.get(at))));
          else tryNext();
        },
      );
    };
    tryNext();
  });
}

/** Who refuses a login has answered, so that says more than an address that nobody can reach. */
function summarise(errors: readonly unknown[]): unknown {
  const first = errors.find((error) => error instanceof AccessError) ?? errors[0];
  const others = errors.filter((error) => messageOf(error) !== messageOf(first));
  if (others.length === 0 || !(first instanceof ExopsError)) return first;
  const message = [first, ...others].map((error) => messageOf(error)).join('\n');
  const details = { hint: first.hint, cause: first };
  return first instanceof AccessError
    ? new KafkaAuthenticationError(message, details)
    : new KafkaConnectionError(message, details);
}
