import { chunk } from '../chunk.js';
import type { KafkaClient } from '../kafka/client.js';
import { errorCodes, type ItemError, isAccessError } from '../kafka/item-error.js';
import { type DescribedResource, describeConfigs } from '../kafka/requests/describe-configs.js';
import type { OngoingReassignment } from '../kafka/requests/list-partition-reassignments.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import { isInternalName } from '../manifest/topic-name.js';
import { type Flavour, isServerlessHost } from '../msk/flavour.js';
import { kindOf, type ObservedCluster, type ObservedSetting, type ObservedTopic } from './model.js';
import { listRunningMoves } from './running-moves.js';

/** Answers stay small enough that a slow tunnel's window doesn't stall; topics. */
const topicsPerRequest = 500;

/**
 * Reads the whole topic list, the settings of the named topics, and the moves that run: one round of requests.
 * @param msk which kind of MSK cluster it is, where somebody looked; a serverless one is known by its brokers' names
 * @param internal the internal topics to be listed all the same
 * @throws what the session throws, when the cluster can't be asked at all
 */
export async function observeTopics(
  client: KafkaClient,
  configuredKind: 'kafka' | 'redpanda' | 'msk',
  names: readonly string[],
  msk?: Flavour,
  internal: ReadonlySet<string> = new Set(),
): Promise<ObservedCluster> {
  const [metadata, described, reassignments] = await Promise.all([
    client.metadata(null),
    describeTopics(client, names, null),
    listRunningMoves(client),
  ]);
  const settings = new Map(described.map((resource) => [resource.name, resource]));
  return {
    clusterId: metadata.clusterId,
    kind: kindOf(configuredKind, metadata.clusterId),
    msk: metadata.brokers.some(({ host }) => isServerlessHost(host)) ? 'serverless' : msk,
    brokers: metadata.brokers,
    topics: observedTopics(metadata, settings, internal),
    denied: deniedTopics(described),
    moving: reassignments === undefined ? undefined : groupByTopic(reassignments),
    usage: new Map(),
  };
}

/** Settings of topics, in requests that are sent at once. Null asks for every key. */
export async function describeTopics(
  client: KafkaClient,
  names: readonly string[],
  keys: readonly string[] | null,
): Promise<readonly DescribedResource[]> {
  const requests = chunk(names, topicsPerRequest).map((some) => {
    const resources = some.map((name) => ({ type: 'topic' as const, name }));
    return client.send(describeConfigs, { resources, keys });
  });
  return (await Promise.all(requests)).flat();
}

export function settingsOf(resource: DescribedResource): ReadonlyMap<string, ObservedSetting> | undefined {
  if (resource.error !== undefined) return undefined;
  return new Map(
    resource.entries.map(({ name, value, source }) => [name, { value, isOverride: source === 'topic' }]),
  );
}

function observedTopics(
  { topics }: MetadataResponse,
  settings: ReadonlyMap<string, DescribedResource>,
  internal: ReadonlySet<string>,
): ReadonlyMap<string, ObservedTopic> {
  const isListed = (topic: TopicMetadata) =>
    !isAbsent(topic) && (!isInternal(topic) || internal.has(topic.name));
  return new Map(
    topics.filter(isListed).map(({ name, partitions }) => {
      const resource = settings.get(name);
      return [
        name,
        { name, partitions, settings: resource === undefined ? undefined : settingsOf(resource) },
      ];
    }),
  );
}

function isAbsent({ error }: TopicMetadata): boolean {
  return error?.code === errorCodes.unknownTopicOrPartition;
}

function isInternal({ name, internal }: TopicMetadata): boolean {
  return internal || isInternalName(name);
}

function deniedTopics(described: readonly DescribedResource[]): ReadonlyMap<string, ItemError> {
  return new Map(
    described.flatMap(({ name, error }) =>
      error !== undefined && isAccessError(error) ? [[name, error] as const] : [],
    ),
  );
}

function groupByTopic(
  moves: readonly OngoingReassignment[],
): ReadonlyMap<string, readonly OngoingReassignment[]> {
  const byTopic = new Map<string, OngoingReassignment[]>();
  for (const move of moves) {
    const others = byTopic.get(move.name);
    if (others === undefined) byTopic.set(move.name, [move]);
    else others.push(move);
  }
  return byTopic;
}
