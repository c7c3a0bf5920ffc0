import type { KafkaClient } from '../kafka/client.js';
import { UnsupportedByClusterError } from '../kafka/errors.js';
import { errorCodes, type ItemError } from '../kafka/item-error.js';
import {
  listPartitionReassignments,
  type OngoingReassignment,
} from '../kafka/requests/list-partition-reassignments.js';

const timeoutMs = 10_000;

/** What a cluster says of its moves. */
export interface RunningMoves {
  /** Undefined when they can't be listed: for want of a right, or by a cluster that doesn't know the request. */
  readonly partitions: readonly OngoingReassignment[] | undefined;
  /** Why not, in the broker's words. */
  readonly error?: ItemError;
}

/** The replica moves that run now. Not knowing is never taken for "none". */
export async function readRunningMoves(client: KafkaClient): Promise<RunningMoves> {
  try {
    const first = await client.send(listPartitionReassignments, { timeoutMs });
    if (first.error === undefined) return { partitions: first.partitions };
    if (first.error.code !== errorCodes.notController) return { partitions: undefined, error: first.error };
    const { controllerId } = await client.metadata([]);
    const broker = controllerId < 0 ? undefined : controllerId;
    const second = await client.send(listPartitionReassignments, { timeoutMs }, { broker });
    return second.error === undefined
      ? { partitions: second.partitions }
      : { partitions: undefined, error: second.error };
  } catch (error) {
    if (error instanceof UnsupportedByClusterError) return { partitions: undefined };
    throw error;
  }
}

/** The same where the reason doesn't matter. */
export async function listRunningMoves(
  client: KafkaClient,
): Promise<readonly OngoingReassignment[] | undefined> {
  return (await readRunningMoves(client)).partitions;
}
