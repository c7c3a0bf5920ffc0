import { chunk } from '../chunk.js';
import { AccessError } from '../errors.js';
import type { KafkaClient } from '../kafka/client.js';
import { describeItemError, type ItemError, isAccessError } from '../kafka/item-error.js';
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
 * Puts back what was there before. @throws when the cluster refuses that
 */
export type Release = () => Promise<void>;

/**
 * Limits what moving the topics' replicas may take from the brokers (KIP-73): a rate on each broker, and a mark on
 * each topic that its catching-up replicas count. Replicas in sync are never slowed.
 * @throws when the cluster refuses: then nothing should be moved
 */
export async function throttleMoves(
  client: KafkaClient,
  { topics, brokers, rate }: Throttled & { readonly rate: bigint },
): Promise<Release> {
  const before = await Promise.all([
    pinnedValues(client, 'topic', topics, replicaKeys),
    ...brokers.map((id) => pinnedValues(client, 'broker', [String(id)], rateKeys)),
  ]);
  const resources = before.flat();
  const release = () =>
    alter(client, resources, 'the throttle stays', ({ values }, key) => {
      const value = values.get(key);
      return value === undefined ? { operation: 'delete', key } : { operation: 'set', key, value };
    });
  try {
    await alter(client, resources, 'no throttle', ({ type }, key) => ({
      operation: 'set',
      key,
      value: type === 'broker' ? rate.toString() : allReplicas,
    }));
  } catch (error) {
    // Some of the brokers may have taken it, and nothing will be moved that would end it.
    await release().catch(() => undefined);
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

/** Rates on brokers, marks on topics: those that are set now. A broker that doesn't tell has none. */
export async function readThrottles(
  client: KafkaClient,
  { topics, brokers }: Throttled,
): Promise<readonly HeldThrottle[]> {
  const unread = () => [];
  const pinned = await Promise.all([
    ...chunk(topics, topicsPerRequest).map((some) =>
      pinnedValues(client, 'topic', some, replicaKeys).catch(unread),
    ),
    ...brokers.map((id) => pinnedValues(client, 'broker', [String(id)], rateKeys).catch(unread)),
  ]);
  return pinned.flat().filter(({ values }) => values.size > 0);
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
    if (error !== undefined) throw refusal('no throttle', error);
    const own = entries.flatMap((entry) =>
      entry.source === pinned && entry.value !== null ? [[entry.name, entry.value] as const] : [],
    );
    return { type, name, keys, values: new Map(own) };
  });
}

async function alter(
  client: KafkaClient,
  resources: readonly PinnedValues[],
  effect: string,
  operationFor: (resource: PinnedValues, key: string) => ConfigOperation,
): Promise<void> {
  const alterations = resources.map((resource) => ({
    type: resource.type,
    name: resource.name,
    operations: resource.keys.map((key) => operationFor(resource, key)),
  }));
  const topics = alterations.filter(({ type }) => type === 'topic');
  const brokers = alterations.filter(({ type }) => type === 'broker');
  const sent = await Promise.allSettled([
    sendAlterations(client, topics, effect),
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
  if (resources.length === 0) return;
  const results = await client.send(incrementalAlterConfigs, { resources, validateOnly: false }, { broker });
  const refused = results.find(({ error }) => error !== undefined);
  if (refused?.error !== undefined)
    throw refusal(`${effect} on ${refused.type} ${refused.name}`, refused.error);
}

function refusal(what: string, error: ItemError): Error {
  const message = `${what}: ${describeItemError(error)}`;
  return isAccessError(error) ? new AccessError(message) : new Error(message);
}

/** A broker takes questions about, and changes of, its own settings only itself. */
function ownBroker(type: PinnedValues['type'], names: readonly string[]): number | undefined {
  return type === 'broker' ? Number(names[0]) : undefined;
}
