import { chunk, chunkByCost } from '../kafka/chunk.js';
import { errorCodes } from '../kafka/item-error.js';
import { createPartitions } from '../kafka/requests/create-partitions.js';
import { createTopics, type NewTopic, type TopicResults } from '../kafka/requests/create-topics.js';
import { deleteTopics } from '../kafka/requests/delete-topics.js';
import { incrementalAlterConfigs } from '../kafka/requests/incremental-alter-configs.js';
import type { KafkaSession } from '../kafka/session.js';
import type { Cluster } from './cluster.js';
import { type Batch, brokerTimeoutMs, type Collect, settle } from './settle.js';
import type { TopicChange } from './work.js';

/** KRaft takes up to 10,000 records and 10,000 partitions in one request (QuorumController, ReplicationControlManager). */
const recordsPerRequest = 9_000;
const topicsPerRequest = 1_000;

/** Creates, grows, alters and deletes, all requests under way at once. */
export async function sendChanges(
  cluster: Cluster,
  changes: readonly TopicChange[],
  collect: Collect,
  signal: AbortSignal,
): Promise<void> {
  const { session } = cluster;
  const send = <Item extends { readonly name: string }>(batch: Batch<Item>) =>
    batch.chunks.map((items) => settle(cluster, batch, items, collect, signal));
  await Promise.all([
    ...send(creations(session, changes)),
    ...send(increases(session, changes)),
    ...send(alterations(session, changes)),
    ...send(deletions(session, changes)),
  ]);
}

function creations(session: KafkaSession, changes: readonly TopicChange[]): Batch<NewTopic> {
  const items = changes.flatMap(({ name, work }) =>
    work.create === undefined ? [] : [{ name, ...work.create }],
  );
  return {
    part: 'creation',
    alreadyCodes: [errorCodes.topicAlreadyExists],
    chunks: chunkByCost(
      items,
      recordsPerRequest,
      ({ partitions, configs }) => 1 + Math.max(1, partitions) + Object.keys(configs).length,
    ),
    send: (topics, options) =>
      session.send(createTopics, { topics, timeoutMs: brokerTimeoutMs, validateOnly: false }, options),
  };
}

function increases(
  session: KafkaSession,
  changes: readonly TopicChange[],
): Batch<{ name: string; total: number }> {
  const items = changes.flatMap(({ name, work: { partitions } }) =>
    partitions === undefined ? [] : [{ name, total: partitions }],
  );
  return {
    part: 'partitions',
    alreadyCodes: [errorCodes.invalidPartitions],
    chunks: chunkByCost(items, recordsPerRequest, ({ total }) => total),
    send: (topics, options) =>
      session.send(createPartitions, { topics, timeoutMs: brokerTimeoutMs, validateOnly: false }, options),
  };
}

function alterations(session: KafkaSession, changes: readonly TopicChange[]): Batch<TopicChange> {
  const items = changes.filter(({ work }) => work.settings !== undefined);
  return {
    part: 'settings',
    chunks: chunkByCost(items, recordsPerRequest, ({ work }) => work.settings?.length ?? 0),
    send: async (some, options) => {
      const resources = some.map(({ name, work }) => ({
        type: 'topic' as const,
        name,
        operations: work.settings ?? [],
      }));
      const results = await session.send(
        incrementalAlterConfigs,
        { resources, validateOnly: false },
        options,
      );
      return { throttleMs: 0, results };
    },
  };
}

function deletions(session: KafkaSession, changes: readonly TopicChange[]): Batch<{ name: string }> {
  const items = changes.filter(({ work }) => work.delete === true);
  return {
    part: 'deletion',
    chunks: chunk(items, topicsPerRequest),
    send: async (some, options) => {
      const names = some.map(({ name }) => name);
      const answer = await session.send(deleteTopics, { names, timeoutMs: brokerTimeoutMs }, options);
      return { ...answer, results: answer.results.map(goneIsDone) };
    },
  };
}

/** Somebody else deleted it in the meantime. */
function goneIsDone(result: TopicResults['results'][number]): TopicResults['results'][number] {
  return result.error?.code === errorCodes.unknownTopicOrPartition ? { ...result, error: undefined } : result;
}
