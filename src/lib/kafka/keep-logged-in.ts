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
 * Before a request: logs in again when the session is about to end. Brokers let nobody do that twice in a second.
 * @throws SessionEndedError
 */
export async function keepLoggedIn(connection: Connection, onRenewal: () => void): Promise<void> {
  if (!connection.isConnected() || connection.isAuthenticated()) return;
  onRenewal();
  try {
    await logIn(connection);
  } catch (error) {
    throw new SessionEndedError(error);
  }
}

/** How long before the end of a session the next begins; milliseconds. */
export function marginOf(lifetimeMs: number): number {
  return Math.min(longestMarginMs, Math.floor(lifetimeMs * share));
}
