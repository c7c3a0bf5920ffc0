import type Connection from 'kafkajs/src/network/connection.js';

/** A session that ends could not be made longer; the request that it was for wasn't sent, and goes over a new connection. */
export class SessionEndedError extends Error {
  constructor(cause: unknown) {
    super('the login could not be renewed', { cause });
    this.name = 'SessionEndedError';
  }
}

/**
 * Longer than most requests take, since a broker takes none after the end of a session (KIP-368), and less than what is
 * left of a token when the next is made. Milliseconds.
 */
const longestMarginMs = 45_000;
const share = 0.2;

/** Logs in, and sets when kafkajs is to do so again. */
export async function logIn(connection: Connection): Promise<void> {
  await connection.authenticate();
  connection.reauthenticationThreshold = marginOf(connection.sessionLifetime.toNumber());
}

/**
 * What is to be done before each request: log in again when the session is about to end, once for all who ask meanwhile.
 * Brokers let nobody do that twice in a second.
 * @param onRenewal told each time
 * @throws SessionEndedError from what it returns
 */
export function loginKeeper(connection: Connection, onRenewal: () => void): () => Promise<void> {
  let renewal: Promise<void> | undefined;
  const renew = async () => {
    onRenewal();
    try {
      await logIn(connection);
    } catch (error) {
      throw new SessionEndedError(error);
    } finally {
      renewal = undefined;
    }
  };
  return async () => {
    // What isn't connected says so itself.
    if (!connection.isConnected() || connection.isAuthenticated()) return;
    renewal ??= renew();
    await renewal;
  };
}

/** How long before the end of a session the next begins; milliseconds. */
export function marginOf(lifetimeMs: number): number {
  return Math.min(longestMarginMs, Math.floor(lifetimeMs * share));
}
