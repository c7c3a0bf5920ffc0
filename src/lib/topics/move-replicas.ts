import type { Work } from '../change/capability.js';
import { formatCount } from '../change/plural.js';
import { chunkByCost } from '../kafka/chunk.js';
import { describeItemError } from '../kafka/item-error.js';
import {
  alterPartitionReassignments,
  type TopicReassignment,
} from '../kafka/requests/alter-partition-reassignments.js';
import { listPartitionReassignments } from '../kafka/requests/list-partition-reassignments.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import type { KafkaSession } from '../kafka/session.js';
import { assignReplicas, loadOf } from './assign-replicas.js';
import type { Cluster } from './cluster.js';
import type { Ending } from './settle.js';
import { type Throttle, throttleMoves } from './throttle.js';

export interface Move {
  readonly name: string;
  readonly factor: number;
  /** The total it grew to just now, which must show before its replicas are placed. */
  readonly partitions: number | undefined;
}

const timeoutMs = 30_000;
const partitionsPerRequest = 1_000;
const shownWithinMs = 30_000;
const watchPauseMs = { first: 50, longest: 2_000 };

/**
 * Brings topics to another replication factor and stays until the cluster has moved their replicas, which takes as
 * long as their data is large. On an aborted signal the moves go on in the cluster, still throttled.
 */
export async function moveReplicas(
  cluster: Cluster,
  moves: readonly Move[],
  throttle: Throttle,
  work: Work,
): Promise<ReadonlyMap<string, Ending>> {
  const { session } = cluster;
  const endings = new Map<string, Ending>();
  const end = (name: string, error?: Ending['error'], isUncertain = false) =>
    endings.set(name, { part: 'move', ...(error === undefined ? {} : { error, isUncertain }) });
  try {
    const targets = targetsFor(await metadataWith(cluster, moves), moves);
    const release =
      throttle === undefined
        ? undefined
        : await throttleMoves(session, {
            ...whoTakesPart(targets, await session.metadata([])),
            rate: throttle,
          });
    const refused = await begin(session, targets);
    for (const [name, error] of refused) end(name, error);
    const begun = new Set(targets.map(({ name }) => name).filter((name) => !refused.has(name)));
    const hasEnded = await watch(cluster, begun, work);
    for (const name of begun) {
      if (hasEnded) end(name);
      else end(name, 'its replicas are still being moved; run the command again to see the end', true);
    }
    if (hasEnded) await release?.();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    for (const { name } of moves) if (!endings.has(name)) end(name, reason, true);
  }
  return endings;
}

async function metadataWith({ session, clock }: Cluster, moves: readonly Move[]): Promise<MetadataResponse> {
  const deadline = clock.now() + shownWithinMs;
  for (;;) {
    const metadata = await session.metadata(null);
    const byName = new Map(metadata.topics.map((topic) => [topic.name, topic]));
    const isShown = ({ name, partitions }: Move) =>
      partitions === undefined || byName.get(name)?.partitions.length === partitions;
    if (moves.every(isShown) || clock.now() > deadline) return metadata;
    await clock.sleep(watchPauseMs.first);
  }
}

function targetsFor({ topics, brokers }: MetadataResponse, moves: readonly Move[]): TopicReassignment[] {
  const load = loadOf(topics.flatMap(({ partitions }) => partitions));
  const factors = new Map(moves.map(({ name, factor }) => [name, factor]));
  return topics.flatMap(({ name, partitions }: TopicMetadata) => {
    const factor = factors.get(name);
    if (factor === undefined) return [];
    return [{ name, partitions: assignReplicas({ partitions, factor, brokers, load }) }];
  });
}

function whoTakesPart(
  targets: readonly TopicReassignment[],
  { brokers }: MetadataResponse,
): { topics: string[]; brokers: number[] } {
  return { topics: targets.map(({ name }) => name), brokers: brokers.map(({ id }) => id) };
}

/** @returns the topics that the cluster refused to move, with its words */
async function begin(
  session: KafkaSession,
  targets: readonly TopicReassignment[],
): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  for (const topics of chunkByCost(targets, partitionsPerRequest, ({ partitions }) => partitions.length)) {
    const answer = await session.send(
      alterPartitionReassignments,
      { topics, timeoutMs },
      { timeoutMs: timeoutMs + 10_000 },
    );
    if (answer.error !== undefined)
      for (const { name } of topics) refused.set(name, describeItemError(answer.error));
    for (const { name, error } of answer.results)
      if (error !== undefined) refused.set(name, describeItemError(error));
  }
  return refused;
}

/** @returns false when the signal was aborted before the last move ended */
async function watch({ session, clock }: Cluster, names: ReadonlySet<string>, work: Work): Promise<boolean> {
  let pause = watchPauseMs.first;
  for (;;) {
    const { partitions } = await session.send(listPartitionReassignments, { timeoutMs });
    const left = partitions.filter(({ name }) => names.has(name)).length;
    if (left === 0) return true;
    work.update(`${formatCount(left)} partitions are being copied`);
    if (work.signal.aborted) return false;
    await clock.sleep(pause, work.signal).catch(() => undefined);
    pause = Math.min(pause * 2, watchPauseMs.longest);
  }
}
