import type { Work } from '../change/capability.js';
import { chunkByCost } from '../chunk.js';
import { AccessError, messageOf } from '../errors.js';
import {
  alterPartitionReassignments,
  type TopicReassignment,
} from '../kafka/requests/alter-partition-reassignments.js';
import type { OngoingReassignment } from '../kafka/requests/list-partition-reassignments.js';
import type { MetadataResponse } from '../kafka/requests/metadata.js';
import { countOf } from '../terminal/plural.js';
import type { Update } from '../terminal/progress.js';
import { assignReplicas, loadOf } from './assign-replicas.js';
import type { ClusterAccess } from './cluster-access.js';
import { listRunningMoves } from './running-moves.js';
import { type Batch, type Collect, type Ending, settle } from './settle.js';
import { type Throttle, throttleMoves } from './throttle.js';

export interface Move {
  readonly name: string;
  readonly factor: number;
  /** The total it grew to just now, which must show before its replicas are placed. */
  readonly partitions: number | undefined;
  /** It runs already, and is only waited for. */
  readonly isUnderWay: boolean;
}

const part = 'move';
const notBegun: Ending = { part, error: 'it was not begun' };
const partitionsPerRequest = 1_000;
const shownWithinMs = 30_000;
const pauseMs = { first: 50, longest: 2_000 };
const mostFailures = 10;

/**
 * Brings topics to another replication factor and stays until the cluster has moved their replicas, which takes as
 * long as their data is large. On an aborted signal the moves go on in the cluster, still throttled.
 * @param collect called once for each move, as it ends
 */
export async function moveReplicas(
  access: ClusterAccess,
  moves: readonly Move[],
  throttle: Throttle,
  collect: Collect,
  work: Work,
): Promise<void> {
  const left = new Set(moves.map(({ name }) => name));
  const end: Collect = (name, ending) => {
    if (left.delete(name)) collect(name, ending);
  };
  let hasBegun = false;
  try {
    const metadata = await metadataWith(access, moves, work.signal);
    const targets = targetsFor(metadata, moves);
    const release =
      throttle === undefined
        ? undefined
        : await throttleMoves(access.client, {
            topics: targets.map(({ name }) => name),
            brokers: metadata.brokers.map(({ id }) => id),
            rate: throttle,
          });
    if (work.signal.aborted) {
      await release?.();
      for (const name of left) end(name, notBegun);
      return;
    }
    hasBegun = true;
    const moving = new Set(left);
    const refuse: Collect = (name, ending) => {
      if (ending.isUncertain !== true) moving.delete(name);
      end(name, ending);
    };
    await begin(access, targets, refuse, work.signal);
    const ended = new Set<string>();
    await watch(access, moving, ended, work);
    if (ended.size === moving.size) await release?.();
    for (const name of ended) end(name, { part });
  } catch (error) {
    const ending = work.signal.aborted && !hasBegun ? notBegun : endingOfFailure(error, hasBegun);
    for (const name of left) end(name, ending);
  }
  for (const name of left)
    end(name, {
      part,
      error: 'its replicas are still being moved; run the command again to see the end',
      isUncertain: true,
    });
}

/** Before the first request was sent, everything is as it was. */
function endingOfFailure(error: unknown, isUncertain: boolean): Ending {
  const message = messageOf(error);
  return { part, error: message, isUncertain, isAccess: error instanceof AccessError };
}

async function metadataWith(
  { client, clock }: ClusterAccess,
  moves: readonly Move[],
  signal: AbortSignal,
): Promise<MetadataResponse> {
  const deadline = clock.now() + shownWithinMs;
  for (let pause = pauseMs.first; ; pause = Math.min(pause * 2, pauseMs.longest)) {
    const metadata = await client.metadata(null);
    const byName = new Map(metadata.topics.map((topic) => [topic.name, topic]));
    const isShown = ({ name, partitions }: Move) =>
      partitions === undefined || byName.get(name)?.partitions.length === partitions;
    if (moves.every(isShown) || clock.now() > deadline) return metadata;
    await clock.sleep(pause, signal);
  }
}

function targetsFor({ topics, brokers }: MetadataResponse, moves: readonly Move[]): TopicReassignment[] {
  const load = loadOf(topics.flatMap(({ partitions }) => partitions));
  const wanted = new Map(moves.map((move) => [move.name, move]));
  return topics.flatMap(({ name, partitions }) => {
    const move = wanted.get(name);
    if (move === undefined) return [];
    const { factor, isUnderWay } = move;
    return [{ name, partitions: isUnderWay ? [] : assignReplicas({ partitions, factor, brokers, load }) }];
  });
}

/** Collects an ending for each topic that the cluster refused to move, or that was not sent; the others are on their way. */
async function begin(
  access: ClusterAccess,
  targets: readonly TopicReassignment[],
  collect: Collect,
  signal: AbortSignal,
): Promise<void> {
  const { client, changeTimeoutMs } = access;
  const accepted = new Set<string>();
  const batch: Batch<TopicReassignment> = {
    part,
    chunks: chunkByCost(
      targets.filter(({ partitions }) => partitions.length > 0),
      partitionsPerRequest,
      ({ partitions }) => partitions.length,
    ),
    send: async (topics, options) => {
      const request = { topics, timeoutMs: changeTimeoutMs };
      const { error, results } = await client.send(alterPartitionReassignments, request, options);
      for (const one of results) if (one.error === undefined) accepted.add(one.name);
      const refusalOf = (name: string) => results.find((one) => one.name === name && one.error !== undefined);
      return {
        throttleMs: 0,
        results: topics.map(({ name }) => ({ name, error: error ?? refusalOf(name)?.error })),
      };
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

/**
 * Until the last of the topics isn't listed any more, or the signal is aborted.
 * @param ended takes the names that aren't listed any more
 */
async function watch(
  { client, clock }: ClusterAccess,
  moving: ReadonlySet<string>,
  ended: Set<string>,
  { update, signal }: Work,
): Promise<void> {
  let failures = 0;
  let pause = pauseMs.first;
  while (ended.size < moving.size) {
    const running = await listRunningMoves(client).catch(() => undefined);
    failures = running === undefined ? failures + 1 : 0;
    if (failures > mostFailures) throw new Error("the cluster doesn't say any more which replicas it moves");
    if (running !== undefined) noteEnded(moving, running, ended, update);
    if (ended.size === moving.size || signal.aborted) return;
    await clock.sleep(pause, signal).catch(() => undefined);
    pause = Math.min(pause * 2, pauseMs.longest);
  }
}

function noteEnded(
  moving: ReadonlySet<string>,
  running: readonly OngoingReassignment[],
  ended: Set<string>,
  update: Update,
): void {
  const ours = running.filter(({ name }) => moving.has(name));
  const names = new Set(ours.map(({ name }) => name));
  for (const name of moving) if (!names.has(name)) ended.add(name);
  update(`${countOf(ours.length, 'partition')} being copied`);
}
