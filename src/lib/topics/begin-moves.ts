import { chunkByCost } from '../chunk.js';
import { errorCodes, type ItemError } from '../kafka/item-error.js';
import {
  alterPartitionReassignments,
  type TopicReassignment,
} from '../kafka/requests/alter-partition-reassignments.js';
import type { ClusterAccess } from './cluster-access.js';
import { type Batch, type Collect, type Ending, settle } from './settle.js';

/** What the endings of moves are called. */
export const movePart = 'move';

export const notBegun: Ending = { part: movePart, error: 'it was not begun' };

const partitionsPerRequest = 1_000;

/**
 * Begins moves, or ends them where a target is null. Collects an ending for each topic that the cluster refused, or
 * that was not sent; the others are on their way.
 * @param keepsFactor whether the cluster shall refuse another number of replicas
 */
export async function beginMoves(
  access: ClusterAccess,
  targets: readonly TopicReassignment[],
  collect: Collect,
  signal: AbortSignal,
  { keepsFactor = false } = {},
): Promise<void> {
  const { client, changeTimeoutMs } = access;
  const accepted = new Set<string>();
  const batch: Batch<TopicReassignment> = {
    part: movePart,
    chunks: chunkByCost(
      targets.filter(({ partitions }) => partitions.length > 0),
      partitionsPerRequest,
      ({ partitions }) => partitions.length,
    ),
    send: async (topics, options) => {
      const request = { topics, timeoutMs: changeTimeoutMs, keepsFactor };
      const { error, results } = await client.send(alterPartitionReassignments, request, options);
      for (const one of results) if (!isRefused(one)) accepted.add(one.name);
      const endings = topics.flatMap(({ name }) => {
        if (error !== undefined) return { name, error };
        const answers = results.filter((one) => one.name === name);
        return answers.length === 0 ? [] : { name, error: answers.find(isRefused)?.error };
      });
      return { throttleMs: 0, results: endings };
    },
  };
  const unsent = new Set(batch.chunks.flat().map(({ name }) => name));
  const ifRefused: Collect = (name, ending) => {
    unsent.delete(name);
    // Where other partitions of the topic were accepted, it isn't as it was.
    const isUncertain = ending.isUncertain === true || accepted.has(name);
    if (ending.error !== undefined) collect(name, { ...ending, isUncertain });
  };
  for (const topics of batch.chunks) await settle(access, batch, topics, ifRefused, signal);
  for (const name of unsent) collect(name, notBegun);
}

/** A move that ended by itself before it could be cancelled is as wanted. */
function isRefused({ error }: { readonly error: ItemError | undefined }): boolean {
  return error !== undefined && error.code !== errorCodes.noReassignmentInProgress;
}
