import { SessionEndedError } from './keep-logged-in.js';

/** What a failed request says about its connection; undefined when the connection isn't at fault. */
export type ConnectionLoss = 'never sent' | 'closed' | 'no answer';

/**
 * kafkajs says "Not connected" for a connection that had ended before we asked, as idle ones do while a person
 * thinks; every other loss may have come after the broker received the request.
 */
export function connectionLossOf(error: unknown): ConnectionLoss | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof SessionEndedError) return 'never sent';
  if (error.name === 'KafkaJSRequestTimeoutError') return 'no answer';
  const isLoss = error.name === 'KafkaJSConnectionClosedError' || error.name === 'KafkaJSConnectionError';
  if (!isLoss) return undefined;
  return error.message === 'Not connected' ? 'never sent' : 'closed';
}
