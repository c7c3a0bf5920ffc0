import { errorCodes, type ItemError } from '../kafka/item-error.js';
import type { TopicResults } from '../kafka/requests/create-topics.js';
import type { SendOptions } from '../kafka/session.js';
import type { Cluster } from './cluster.js';

/** How one part of a topic's change ended; without an error it was accepted. */
export interface Ending {
  /** `partitions`, `settings`: for a message about a topic of which another part went well. */
  readonly part: string;
  readonly error?: ItemError | string;
  /** The request may have been carried out although no answer came. */
  readonly isUncertain?: boolean;
}

export type Collect = (name: string, ending: Ending) => void;

export type Send<Item> = (items: readonly Item[], options: SendOptions) => Promise<TopicResults>;

export interface Batch<Item extends { readonly name: string }> {
  readonly part: string;
  readonly chunks: readonly (readonly Item[])[];
  readonly send: Send<Item>;
  /** Errors that say it is there already, as a request of ours that was thought lost, or somebody else, made it. */
  readonly alreadyCodes?: readonly number[];
}

/** How long the broker may take; milliseconds. */
export const brokerTimeoutMs = 30_000;
/** The broker's own time, and the way there and back. */
const answerTimeoutMs = brokerTimeoutMs + 10_000;
const mostAttempts = 5;
const quotaPauseMs = 1_000;

/**
 * Sends one request and collects an ending for each of its items. Items that a broker refused before touching
 * anything, for not being the controller or for a quota (KIP-599), are sent again.
 */
export async function settle<Item extends { readonly name: string }>(
  cluster: Cluster,
  batch: Batch<Item>,
  items: readonly Item[],
  collect: Collect,
  signal: AbortSignal,
): Promise<void> {
  let pending = items;
  let options: SendOptions = { timeoutMs: answerTimeoutMs };
  for (let attempt = 1; pending.length > 0; attempt++) {
    const answer = await sendOrSay(batch, pending, options);
    if (typeof answer === 'string') {
      for (const { name } of pending) collect(name, { part: batch.part, error: answer, isUncertain: true });
      return;
    }
    const errors = new Map(answer.results.map(({ name, error }) => [name, error]));
    const mayRetry = attempt < mostAttempts && !signal.aborted;
    const again = new Set(mayRetry ? pending.filter(({ name }) => isUntouched(errors.get(name))) : []);
    const ended = pending.filter((item) => !again.has(item));
    for (const { name } of ended) collect(name, endingOf(batch, name, errors));
    pending = [...again];
    if (pending.length > 0) options = await beforeRetry(cluster, answer, errors, options);
  }
}

function sendOrSay<Item extends { readonly name: string }>(
  { send }: Batch<Item>,
  items: readonly Item[],
  options: SendOptions,
): Promise<TopicResults | string> {
  return send(items, options).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
}

function endingOf(
  { part, alreadyCodes = [] }: Pick<Batch<never>, 'part' | 'alreadyCodes'>,
  name: string,
  errors: ReadonlyMap<string, ItemError | undefined>,
): Ending {
  if (!errors.has(name)) return { part, error: 'the answer said nothing about it', isUncertain: true };
  const error = errors.get(name);
  if (error === undefined) return { part };
  const isUncertain = error.code === errorCodes.requestTimedOut || alreadyCodes.includes(error.code);
  return { part, error, ...(isUncertain ? { isUncertain } : {}) };
}

function isUntouched(error: ItemError | undefined): boolean {
  return error?.code === errorCodes.notController || error?.code === errorCodes.throttlingQuotaExceeded;
}

async function beforeRetry(
  { session, clock }: Cluster,
  { throttleMs }: TopicResults,
  errors: ReadonlyMap<string, ItemError | undefined>,
  options: SendOptions,
): Promise<SendOptions> {
  const codes = [...errors.values()].map((error) => error?.code);
  if (codes.includes(errorCodes.throttlingQuotaExceeded)) {
    await clock.sleep(throttleMs || quotaPauseMs);
  }
  if (!codes.includes(errorCodes.notController)) return options;
  const { controllerId } = await session.metadata([]);
  return { ...options, broker: controllerId };
}
