import { chunk, chunkByCost } from '../chunk.js';
import { errorCodes } from '../kafka/item-error.js';
import { createPartitions } from '../kafka/requests/create-partitions.js';
import { createTopics, type NewTopic, type TopicResults } from '../kafka/requests/create-topics.js';
import { deleteTopics } from '../kafka/requests/delete-topics.js';
import { incrementalAlterConfigs } from '../kafka/requests/incremental-alter-configs.js';
import type { ClusterAccess } from './cluster-access.js';
import { type Batch, type Collect, settle } from './settle.js';
import type { TopicChange } from './work.js';

/** KRaft takes up to 10,000 records and 10,000 partitions in one request (QuorumController, ReplicationControlManager). */
const recordsPerRequest = 9_000;
const topicsPerRequest = 1_000;

/** Creates, grows, alters and deletes, all requests under way at once. */
export async function sendChanges(
  access: ClusterAccess,
  changes: readonly TopicChange[],
  collect: Collect,
  signal: AbortSignal,
): Promise<void> {
  const send = <Item extends { readonly name: string }>(batch: Batch<Item>) =>
    sendBatch(access, batch, collect, signal);
  await Promise.all([
    ...send(creations(access, changes)),
    ...send(increases(access, changes)),
    ...send(alterations(access, changes)),
    ...send(deletions(access, changes)),
  ]);
}

function sendBatch<Item extends { readonly name: string }>(
  access: ClusterAccess,
  batch: Batch<Item>,
  collect: Collect,
  signal: AbortSignal,
): Promise<void>[] {
  return batch.chunks.map((items) => settle(access, batch, items, collect, signal));
}

function creations(
  { client, changeTimeoutMs }: ClusterAccess,
  changes: readonly TopicChange[],
): Batch<NewTopic> {
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
      client.send(createTopics, { topics, timeoutMs: changeTimeoutMs, validateOnly: false }, options),
  };
}

function increases(
  { client, changeTimeoutMs }: ClusterAccess,
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
      client.send(createPartitions, { topics, timeoutMs: changeTimeoutMs, validateOnly: false }, options),
  };
}

/** Settings that had to wait for replicas. */
export async function sendSettingsAfter(
  access: ClusterAccess,
  changes: readonly TopicChange[],
  collect: Collect,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(sendBatch(access, alterations(access, changes, 'settingsAfter'), collect, signal));
}

function alterations(
  { client }: ClusterAccess,
  changes: readonly TopicChange[],
  part: 'settings' | 'settingsAfter' = 'settings',
): Batch<TopicChange> {
  const items = changes.filter(({ work }) => work[part] !== undefined);
  return {
    part: 'settings',
    chunks: chunkByCost(items, recordsPerRequest, ({ work }) => work[part]?.length ?? 0),
    send: async (some, options) => {
      const resources = some.map(({ name, work }) => ({
        type: 'topic' as const,
        name,
        operations: work[part] ?? [],
      }));
      const results = await client.send(incrementalAlterConfigs, { resources, validateOnly: false }, options);
      return { throttleMs: 0, results };
    },
  };
}

function deletions(
  { client, changeTimeoutMs }: ClusterAccess,
  changes: readonly TopicChange[],
): Batch<{ name: string }> {
  const items = changes.filter(({ work }) => work.delete === true);
  return {
    part: 'deletion',
    chunks: chunk(items, topicsPerRequest),
    send: async (some, options) => {
      const names = some.map(({ name }) => name);
      const answer = await client.send(deleteTopics, { names, timeoutMs: changeTimeoutMs }, options);
      return { ...answer, results: answer.results.map(goneIsDone) };
    },
  };
}

/** Somebody else deleted it in the meantime. */
function goneIsDone(result: TopicResults['results'][number]): TopicResults['results'][number] {
  return result.error?.code === errorCodes.unknownTopicOrPartition ? { ...result, error: undefined } : result;
}
