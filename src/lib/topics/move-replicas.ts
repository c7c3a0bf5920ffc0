import type { Work } from '../change/capability.js';
import { AccessError, messageOf } from '../errors.js';
import type { TopicReassignment } from '../kafka/requests/alter-partition-reassignments.js';
import type { OngoingReassignment } from '../kafka/requests/list-partition-reassignments.js';
import type { MetadataResponse } from '../kafka/requests/metadata.js';
import { countOf } from '../terminal/plural.js';
import type { Update } from '../terminal/progress.js';
import { assignReplicas, loadOf } from './assign-replicas.js';
import { beginMoves, movePart, notBegun } from './begin-moves.js';
import type { ClusterAccess } from './cluster-access.js';
import type { Collect, Ending } from './settle.js';
import { type Release, type Throttle, throttleMoves } from './throttle.js';
import { watchMoves } from './watch-moves.js';

export interface Move {
  readonly name: string;
  readonly factor: number;
  /** The total it grew to just now, which must show before its replicas are placed. */
  readonly partitions: number | undefined;
  /** It runs already, and is only waited for. */
  readonly isUnderWay: boolean;
}

const part = movePart;
const shownWithinMs = 30_000;
const pauseMs = { first: 50, longest: 2_000 };

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
    const release = await limit(access, metadata, targets, throttle);
    if (work.signal.aborted) {
      await release('as before');
      for (const name of left) end(name, notBegun);
      return;
    }
    hasBegun = true;
    const moving = new Set(left);
    const refuse: Collect = (name, ending) => {
      if (ending.isUncertain !== true) moving.delete(name);
      end(name, ending);
    };
    await beginMoves(access, targets, refuse, work.signal);
    const ended = new Set<string>();
    let othersRun = false;
    const look = (running: readonly OngoingReassignment[]) => {
      othersRun = running.some(({ name }) => !moving.has(name));
      noteEnded(moving, running, ended, work.update);
      return ended.size < moving.size;
    };
    if (moving.size > 0) await watchMoves(access, look, work.signal);
    if (ended.size === moving.size) await release(othersRun ? 'kept' : 'as before');
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

async function limit(
  { client }: ClusterAccess,
  { brokers }: MetadataResponse,
  targets: readonly TopicReassignment[],
  rate: Throttle,
): Promise<Release> {
  if (rate === undefined) return async () => undefined;
  const topics = targets.map(({ name }) => name);
  return throttleMoves(client, { topics, brokers: brokers.map(({ id }) => id), rate });
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
