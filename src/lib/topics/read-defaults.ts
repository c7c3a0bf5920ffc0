import type { KafkaClient } from '../kafka/client.js';
import { describeConfigs } from '../kafka/requests/describe-configs.js';
import { configTypeOf } from '../manifest/config-keys.js';
import type { DesiredState } from '../manifest/model.js';
import type { ObservedCluster } from './model.js';
import { describeTopics } from './observe.js';
import { minInsyncKey } from './rules/min-insync.js';

type Defaults = Pick<ObservedCluster, 'defaultFactor' | 'knownKeys'>;

/**
 * What a plan needs to know about topics that aren't there yet, asked only when it matters: the factor they would
 * get, where in-sync replicas are declared without one, and which settings this cluster knows, where some are no
 * setting of Apache Kafka. What can't be read stays unknown.
 */
export async function readDefaults(
  client: KafkaClient,
  desired: DesiredState,
  observed: ObservedCluster,
): Promise<Defaults> {
  const missing = desired.topics.filter(({ name }) => !observed.topics.has(name));
  const needsFactor = missing.some(
    ({ replicationFactor, configs }) =>
      replicationFactor === undefined && configs[minInsyncKey] !== undefined,
  );
  const isForeign = (key: string) => configTypeOf(key) === undefined;
  const needsKeys =
    missing.some(({ configs }) => Object.keys(configs).some(isForeign)) &&
    [...observed.topics.values()].every(({ settings }) => settings === undefined);
  const [defaultFactor, knownKeys] = await Promise.all([
    needsFactor ? readDefaultFactor(client, observed).catch(() => undefined) : undefined,
    needsKeys ? readKnownKeys(client, observed).catch(() => undefined) : undefined,
  ]);
  return { defaultFactor, knownKeys };
}

async function readDefaultFactor(
  client: KafkaClient,
  { brokers }: ObservedCluster,
): Promise<number | undefined> {
  const [broker] = brokers;
  if (broker === undefined) return undefined;
  const resources = [{ type: 'broker' as const, name: String(broker.id) }];
  const keys = ['default.replication.factor'];
  const [described] = await client.send(describeConfigs, { resources, keys }, { broker: broker.id });
  const value = described?.entries[0]?.value;
  return value === undefined || value === null ? undefined : Number(value);
}

/** Every topic has the same keys, so any of them will do. */
async function readKnownKeys(
  client: KafkaClient,
  { topics }: ObservedCluster,
): Promise<ReadonlySet<string> | undefined> {
  const [any] = topics.keys();
  if (any === undefined) return undefined;
  const [described] = await describeTopics(client, [any], null);
  if (described === undefined || described.error !== undefined) return undefined;
  return new Set(described.entries.map(({ name }) => name));
}
