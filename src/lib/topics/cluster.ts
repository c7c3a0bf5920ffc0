import type { Clock } from '../../context.js';
import type { KafkaSession } from '../kafka/session.js';

/** What this capability reaches the outside through. */
export interface Cluster {
  readonly session: KafkaSession;
  readonly clock: Clock;
}
