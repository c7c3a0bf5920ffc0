import { chunk } from '../chunk.js';
import { AccessError } from '../errors.js';
import type { KafkaClient } from '../kafka/client.js';
import { describeItemError, errorCodes, type ItemError, isAccessError } from '../kafka/item-error.js';
import { describeConfigs } from '../kafka/requests/describe-configs.js';
import {
  type ConfigAlteration,
  type ConfigOperation,
  incrementalAlterConfigs,
} from '../kafka/requests/incremental-alter-configs.js';
import { formatBytes, formatQuantity } from '../manifest/quantity.js';

/** Bytes per second that each broker may spend on moves; undefined lets them run as fast as they can. */
export type Throttle = bigint | undefined;

/** `, 50MiB/s a broker at most`: what stands behind what is copied. */
export function limitWords(throttle: Throttle): string {
  return throttle === undefined ? ', unthrottled' : `, ${rateWords(throttle)} a broker at most`;
}

/** `50MiB/s` where that is exact, else about as much: `19.0 MiB/s`. */
export function rateWords(rate: bigint): string {
  const exact = formatQuantity(rate, 'bytes');
  return `${/[a-z]/i.test(exact) ? exact : formatBytes(rate)}/s`;
}

const rateKeys = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'];
const replicaKeys = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'];
const allReplicas = '*';
/** Answers stay small enough that a slow tunnel's window doesn't stall. */
const topicsPerRequest = 500;

/**
 * Puts back the marks that were there before, and the rates; or those are gone, once nothing moves; or they are kept
 * for other moves that run, where none were set before: without marks on topics they slow nothing, and the run that
 * ends last takes them away.
 * @throws when the cluster refuses that
 */
export type Release = (rates: 'as before' | 'kept' | 'gone') => Promise<void>;

/**
 * Limits what moving the topics' replicas may take from the brokers (KIP-73): a rate on each broker, and a mark on
 * each topic that its catching-up replicas count. Replicas in sync are never slowed.
 * @throws when the cluster refuses: then nothing should be moved
 */
export async function throttleMoves(
  client: KafkaClient,
  { topics, brokers, rate }: Throttled & { readonly rate: bigint },
): Promise<Release> {
  const resources = await readPinned(client, { topics, brokers });
  const denied = resources.find(({ error }) => error !== undefined);
  if (denied?.error !== undefined) throw refusal('no throttle', denied.error);
  const release: Release = (rates) =>
    alter(client, resources, 'the throttle stays', ({ type, values }, key) => {
      const value = type === 'broker' && rates === 'gone' ? undefined : values.get(key);
      if (value !== undefined) return { operation: 'set', key, value };
      return type === 'broker' && rates === 'kept' ? undefined : { operation: 'delete', key };
    });
  try {
    await alter(client, resources, 'no throttle', ({ type }, key) => ({
      operation: 'set',
      key,
      value: type === 'broker' ? rate.toString() : allReplicas,
    }));
  } catch (error) {
    // Some of the brokers may have taken it, and nothing will be moved that would end it.
    await release('as before').catch(() => undefined);
    throw error;
  }
  return release;
}

/** What a move leaves set where it was killed. */
export type HeldThrottle = Pick<PinnedValues, 'type' | 'name' | 'values'>;

export interface Throttled {
  readonly topics: readonly string[];
  readonly brokers: readonly number[];
}

/**
 * Rates on brokers, marks on topics: those that are set now, as far as we may read them.
 * @param ifUnread what stands for the answer to a request that failed; it is thrown when left out
 */
export async function readThrottles(
  client: KafkaClient,
  throttled: Throttled,
  ifUnread?: () => [],
): Promise<readonly HeldThrottle[]> {
  const pinned = await readPinned(client, throttled, ifUnread);
  return pinned.filter(({ values }) => values.size > 0);
}

/**
 * Takes away rates and marks, whoever set them.
 * @throws when the cluster refuses
 */
export async function endThrottles(client: KafkaClient, throttled: Throttled): Promise<void> {
  const held = await readThrottles(client, throttled);
  const resources = held.map((one) => ({ ...one, keys: [...one.values.keys()] }));
  await alter(client, resources, 'the throttle stays', (_, key) => ({ operation: 'delete', key }));
}

interface PinnedValues {
  readonly type: 'broker' | 'topic';
  readonly name: string;
  readonly keys: readonly string[];
  /** What is set on the resource itself. */
  readonly values: ReadonlyMap<string, string>;
  /** Why they can't be read. */
  readonly error: ItemError | undefined;
}

async function readPinned(
  client: KafkaClient,
  { topics, brokers }: Throttled,
  ifUnread?: () => [],
): Promise<PinnedValues[]> {
  const pinned = await Promise.all(
    [
      ...chunk(topics, topicsPerRequest).map((some) => pinnedValues(client, 'topic', some, replicaKeys)),
      ...brokers.map((id) => pinnedValues(client, 'broker', [String(id)], rateKeys)),
    ].map((one) => one.catch((error) => (ifUnread === undefined ? Promise.reject(error) : ifUnread()))),
  );
  return pinned.flat().filter(({ error }) => !isGone(error));
}

async function pinnedValues(
  client: KafkaClient,
  type: PinnedValues['type'],
  names: readonly string[],
  keys: readonly string[],
): Promise<PinnedValues[]> {
  const resources = names.map((name) => ({ type, name }));
  const described = await client.send(
    describeConfigs,
    { resources, keys },
    { broker: ownBroker(type, names) },
  );
  const pinned = type === 'broker' ? 'dynamic broker' : 'topic';
  return described.map(({ name, entries, error }) => {
    const own = entries.flatMap((entry) =>
      entry.source === pinned && entry.value !== null ? [[entry.name, entry.value] as const] : [],
    );
    return { type, name, keys, values: new Map(own), error };
  });
}

async function alter(
  client: KafkaClient,
  resources: readonly Omit<PinnedValues, 'error'>[],
  effect: string,
  operationFor: (resource: Omit<PinnedValues, 'error'>, key: string) => ConfigOperation | undefined,
): Promise<void> {
  const alterations = resources
    .map((resource) => ({
      type: resource.type,
      name: resource.name,
      operations: resource.keys.flatMap((key) => operationFor(resource, key) ?? []),
    }))
    .filter(({ operations }) => operations.length > 0);
  const topics = alterations.filter(({ type }) => type === 'topic');
  const brokers = alterations.filter(({ type }) => type === 'broker');
  const sent = await Promise.allSettled([
    ...chunk(topics, topicsPerRequest).map((some) => sendAlterations(client, some, effect)),
    ...brokers.map((broker) => sendAlterations(client, [broker], effect, ownBroker('broker', [broker.name]))),
  ]);
  const failed = sent.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}

async function sendAlterations(
  client: KafkaClient,
  resources: readonly ConfigAlteration[],
  effect: string,
  broker?: number,
): Promise<void> {
  const results = await client.send(incrementalAlterConfigs, { resources, validateOnly: false }, { broker });
  const refused = results.find(({ error }) => error !== undefined && !isGone(error));
  if (refused?.error !== undefined)
    throw refusal(`${effect} on ${refused.type} ${refused.name}`, refused.error);
}

/** A topic that was deleted in the meantime has no throttle, and takes none. */
function isGone(error: ItemError | undefined): boolean {
  return error?.code === errorCodes.unknownTopicOrPartition;
}

function refusal(what: string, error: ItemError): Error {
  const message = `${what}: ${describeItemError(error)}`;
  return isAccessError(error) ? new AccessError(message) : new Error(message);
}

/** A broker takes questions about, and changes of, its own settings only itself. */
function ownBroker(type: PinnedValues['type'], names: readonly string[]): number | undefined {
  return type === 'broker' ? Number(names[0]) : undefined;
}
