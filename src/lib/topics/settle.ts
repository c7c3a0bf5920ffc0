import { AccessError, ExopsError, messageOf } from '../errors.js';
import type { SendOptions } from '../kafka/client.js';
import { LostConnectionError } from '../kafka/errors.js';
import { errorCodes, type ItemError } from '../kafka/item-error.js';
import type { TopicResults } from '../kafka/requests/create-topics.js';
import { answerTimeoutMs, type ClusterAccess } from './cluster-access.js';

/** How one part of a topic's change ended; without an error it was accepted. */
export interface Ending {
  /** `partitions`, `settings`: for a message about a topic of which another part went well. */
  readonly part: string;
  readonly error?: ItemError | string;
  /** The request may have been carried out although no answer says so. */
  readonly isUncertain?: boolean;
  /** What failed is a right. */
  readonly isAccess?: boolean;
}

export type Collect = (name: string, ending: Ending) => void;

interface Named {
  readonly name: string;
}

export interface Batch<Item extends Named> {
  readonly part: string;
  readonly chunks: readonly (readonly Item[])[];
  readonly send: (items: readonly Item[], options: SendOptions) => Promise<TopicResults>;
  /** Errors that say it is there already, as a request of ours that was thought lost, or somebody else, made it. */
  readonly alreadyCodes?: readonly number[];
}

const mostAttempts = 5;
const pauseMs = { first: 100, quota: 1_000, longest: 30_000 };

/**
 * Sends one request and collects an ending for each of its items. Items that a broker refused before touching
 * anything, for not being the controller or for a quota (KIP-599), are sent again; a request that is too large for
 * the broker is sent in halves. Nothing is sent once the signal is aborted.
 */
export async function settle<Item extends Named>(
  access: ClusterAccess,
  batch: Batch<Item>,
  items: readonly Item[],
  collect: Collect,
  signal: AbortSignal,
): Promise<void> {
  let pending = items;
  let options: SendOptions = { timeoutMs: answerTimeoutMs(access) };
  for (let attempt = 1; pending.length > 0 && !signal.aborted; attempt++) {
    const answer = await batch
      .send(pending, options)
      .catch((error: unknown) => endingOfFailure(batch, error));
    if ('part' in answer) {
      for (const { name } of pending) collect(name, answer);
      return;
    }
    const errors = new Map(answer.results.map(({ name, error }) => [name, error]));
    if (isTooLarge(pending, errors)) {
      await Promise.all(halves(pending).map((half) => settle(access, batch, half, collect, signal)));
      return;
    }
    const untouched =
      attempt < mostAttempts ? pending.filter(({ name }) => isUntouched(errors.get(name))) : [];
    const retry = await prepareRetry(access, untouched, answer, attempt, signal).catch(() => undefined);
    const again = new Set(retry === undefined ? [] : untouched);
    const ended = pending.filter((item) => !again.has(item));
    for (const { name } of ended) collect(name, endingOf(batch, name, errors));
    options = { ...options, ...retry };
    pending = [...again];
  }
}

/** Without an answer only what was certainly not sent has certainly not happened. */
function endingOfFailure({ part }: Pick<Batch<never>, 'part'>, error: unknown): Ending {
  const message = messageOf(error);
  const isUncertain = error instanceof LostConnectionError ? error.wasSent : !(error instanceof ExopsError);
  return { part, error: message, isUncertain, isAccess: error instanceof AccessError };
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
  return { part, error, isUncertain };
}

function isUntouched(error: ItemError | undefined): boolean {
  return error?.code === errorCodes.notController || error?.code === errorCodes.throttlingQuotaExceeded;
}

/** KRaft refuses every item of a request that would make too many records, and touches none. */
function isTooLarge(items: readonly Named[], errors: ReadonlyMap<string, ItemError | undefined>): boolean {
  return items.length > 1 && items.every(({ name }) => errors.get(name)?.code === errorCodes.policyViolation);
}

function halves<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}

/** Waits as long as the broker asks for, and finds the controller when that was the matter. */
async function prepareRetry(
  { client, clock }: ClusterAccess,
  items: readonly Named[],
  { throttleMs, results }: TopicResults,
  attempt: number,
  signal: AbortSignal,
): Promise<Pick<SendOptions, 'broker'>> {
  if (items.length === 0) return {};
  const codes = new Set(results.map(({ error }) => error?.code));
  const isQuota = codes.has(errorCodes.throttlingQuotaExceeded);
  const pause = isQuota ? throttleMs || pauseMs.quota : pauseMs.first * 2 ** (attempt - 1);
  await clock.sleep(Math.min(pause, pauseMs.longest), signal);
  if (!codes.has(errorCodes.notController)) return {};
  const { controllerId } = await client.metadata([]);
  signal.throwIfAborted();
  return { broker: controllerId < 0 ? undefined : controllerId };
}
