import type { Clock } from '../../context.js';
import type { KafkaClient } from '../kafka/client.js';

/** What this capability reaches the outside through. */
export interface ClusterAccess {
  readonly client: KafkaClient;
  readonly clock: Clock;
  /** How long a broker may take to carry a change out; milliseconds. */
  readonly changeTimeoutMs: number;
}

/** How long to wait for the answer to a change: the broker's own time, and the way there and back; milliseconds. */
export function answerTimeoutMs({ changeTimeoutMs }: ClusterAccess): number {
  return changeTimeoutMs + 10_000;
}
