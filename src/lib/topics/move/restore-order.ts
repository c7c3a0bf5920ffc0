import { describeItemError } from '../../kafka/item-error.js';
import {
  alterPartitionReassignments,
  type TopicReassignment,
} from '../../kafka/requests/alter-partition-reassignments.js';
import type { PartitionMetadata } from '../../kafka/requests/metadata.js';
import { answerTimeoutMs, type ClusterAccess } from '../cluster-access.js';
import type { CancelledPartition, MoveChange } from './model.js';

const pauseMs = 250;
const mostLooks = 20;

/**
 * Puts the replicas of partitions whose move was ended back in order, where they are those that are expected: the first
 * is the preferred leader. Nothing is copied.
 * @returns why some were not
 */
export async function restoreOrder(
  access: ClusterAccess,
  changes: readonly MoveChange[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const { client, changeTimeoutMs } = access;
  const partitions = await readPartitions(access, changes, signal);
  const topics = changes
    .map(
      ({ name, work }): TopicReassignment => ({
        name,
        partitions: (work.cancels ?? []).flatMap(
          (cancelled) => targetOf(cancelled, partitions.get(name)) ?? [],
        ),
      }),
    )
    .filter((topic) => topic.partitions.length > 0);
  if (topics.length === 0) return undefined;
  const { error, results } = await client.send(
    alterPartitionReassignments,
    { topics, timeoutMs: changeTimeoutMs, keepsFactor: true },
    { timeoutMs: answerTimeoutMs(access) },
  );
  const refused = error ?? results.find((one) => one.error !== undefined)?.error;
  return refused === undefined ? undefined : describeItemError(refused);
}

type Partitions = ReadonlyMap<string, readonly PartitionMetadata[]>;

/** As soon as brokers have learned that the moves have ended, which is a moment later than the controller says so. */
async function readPartitions(
  { client, clock }: ClusterAccess,
  changes: readonly MoveChange[],
  signal: AbortSignal,
): Promise<Partitions> {
  for (let look = 1; ; look++) {
    const { topics } = await client.metadata(changes.map(({ name }) => name));
    const partitions = new Map(topics.map((topic) => [topic.name, topic.partitions]));
    const isKnown = changes.every(({ name, work: { cancels = [] } }) =>
      cancels.every(({ id, restored }) => {
        const shown = partitions.get(name)?.find((one) => one.id === id);
        return restored === undefined || shown?.replicas.length === restored.length;
      }),
    );
    if (isKnown) return partitions;
    if (look >= mostLooks) throw new Error("brokers don't show yet that the moves have ended");
    await clock.sleep(pauseMs, signal);
  }
}

function targetOf({ id, restored }: CancelledPartition, partitions: readonly PartitionMetadata[] = []) {
  const replicas = partitions.find((one) => one.id === id)?.replicas ?? [];
  const isSameSet = restored?.length === replicas.length && restored.every((one) => replicas.includes(one));
  if (restored === undefined || !isSameSet) return undefined;
  const isInOrder = restored.every((one, index) => one === replicas[index]);
  return isInOrder ? undefined : { partition: id, replicas: restored };
}
