import type { Clock } from '../../../context.js';
import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { type RightsOf, refusedByBroker } from '../../messages/errors.js';
import { RoundTripError } from './round-trip.js';

export interface CheckDeps {
  readonly client: KafkaClient;
  /** One more connection to the cluster, for a member of a group. */
  readonly connect: () => KafkaClient;
  readonly clock: Clock;
  /** Aborted on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly rights: RightsOf;
  /** For the progress line. */
  readonly update: (detail: string) => void;
}

export const lateWords = 'no answer in time';

/** What a part brought, or why it failed. */
export type Tried<Value> = { readonly value: Value } | { readonly why: string };

/** @throws the reason of a person's signal, and what is a mistake of ours */
export async function tried<Value>(
  { signal, rights }: Pick<CheckDeps, 'signal' | 'rights'>,
  resource: string,
  work: () => Promise<Value>,
): Promise<Tried<Value>> {
  try {
    return { value: await work() };
  } catch (error) {
    signal.throwIfAborted();
    return { why: whyOf(error, resource, rights) };
  }
}

/** @param resource the topic, or the group, that it was about */
function whyOf(error: unknown, resource: string, rights: RightsOf): string {
  if (error instanceof RoundTripError && error.isAccess) {
    const doing = doings[error.api] ?? 'write to';
    return refusedByBroker(doing, resource, error.api, error.error, rights).message;
  }
  if (error instanceof ExopsError) return error.message;
  if (error instanceof Error && endsOfWaiting.has(error.name)) return lateWords;
  throw error;
}

/** What Node throws at the end of a wait that no person ended. */
const endsOfWaiting: ReadonlySet<string> = new Set(['TimeoutError', 'AbortError']);

const doings: Readonly<Record<string, string>> = {
  ...{ Fetch: 'read', Metadata: 'see', CreateTopics: 'make', FindCoordinator: 'see', JoinGroup: 'join' },
  ...{ SyncGroup: 'join', Heartbeat: 'join' },
};
