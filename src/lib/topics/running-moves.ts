import type { KafkaClient } from '../kafka/client.js';
import { UnsupportedByClusterError } from '../kafka/errors.js';
import { errorCodes } from '../kafka/item-error.js';
import {
  listPartitionReassignments,
  type OngoingReassignment,
} from '../kafka/requests/list-partition-reassignments.js';

const timeoutMs = 10_000;

/**
 * The replica moves that run now, or undefined when they can't be listed: for want of a right, or by a cluster that
 * doesn't know the request. Not knowing is never taken for "none".
 */
export async function listRunningMoves(
  client: KafkaClient,
): Promise<readonly OngoingReassignment[] | undefined> {
  try {
    const first = await client.send(listPartitionReassignments, { timeoutMs });
    if (first.error === undefined) return first.partitions;
    if (first.error.code !== errorCodes.notController) return undefined;
    const { controllerId } = await client.metadata([]);
    const broker = controllerId < 0 ? undefined : controllerId;
    const second = await client.send(listPartitionReassignments, { timeoutMs }, { broker });
    return second.error === undefined ? second.partitions : undefined;
  } catch (error) {
    if (error instanceof UnsupportedByClusterError) return undefined;
    throw error;
  }
}
