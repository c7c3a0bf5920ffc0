import type { Clock } from '../../context.js';
import type { KafkaClient } from '../kafka/client.js';
import {
  listPartitionReassignments,
  type OngoingReassignment,
} from '../kafka/requests/list-partition-reassignments.js';
import type { MetadataResponse, TopicMetadata } from '../kafka/requests/metadata.js';
import { matchesAny } from '../manifest/scope.js';
import { type MissingName, missingNames } from '../missing-names.js';
import { listRunningMoves } from '../topics/running-moves.js';
import { type JudgedBroker, judgeBrokers } from './judge-brokers.js';
import { byTrouble, type JudgedPartition, judgePartition } from './judge-partition.js';
import { type Nothing, nothingOf } from './nothing.js';
import { readDisks } from './read-disks.js';
import { readMinIsrs } from './read-min-isr.js';
import { missingRight, reasonOf, type Unread, unknownRequest } from './unread.js';

export interface HealthReport {
  /** When it was asked for, milliseconds since the epoch. */
  readonly at: number;
  readonly metadata: MetadataResponse;
  /** Of the topics that were asked for: those with troubles, the worst first. */
  readonly troubled: readonly JudgedPartition[];
  /** The same partitions and others whose replicas are being moved. */
  readonly moving: readonly OngoingReassignment[];
  readonly brokers: readonly JudgedBroker[];
  readonly topics: number;
  readonly partitions: number;
  /** Why there is nothing to judge; undefined where there are topics. */
  readonly nothing: Nothing | undefined;
  /** Whether `min.insync.replicas` of any topic is known. */
  readonly knowsMinIsr: boolean;
  /** Names that were asked for and aren't there. */
  readonly unknown: readonly MissingName[];
  readonly unread: readonly Unread[];
}

export interface HealthQuestion {
  /** Names or globs; none stands for all topics, internal ones too. */
  readonly patterns: readonly string[];
  readonly clock: Pick<Clock, 'now'>;
  /** How long to wait for an answer, where a person said so; milliseconds. */
  readonly timeoutMs?: number | undefined;
}

/** Older than this, partitions and brokers may be others; milliseconds. */
const freshMs = 5_000;

/** What changes within seconds. */
interface Picture {
  /** When it was asked for, milliseconds since the epoch. */
  readonly at: number;
  readonly metadata: MetadataResponse;
  readonly moves: Moves;
}

/** How a cluster is: two rounds of requests. After slow ones, as of a broker that hangs, the first is asked again. */
export async function readHealth(client: KafkaClient, question: HealthQuestion): Promise<HealthReport> {
  const { patterns, clock, timeoutMs } = question;
  const first = await readPicture(client, clock);
  const asked = askedOf(patterns, first);
  const [minIsrs, disks] = await Promise.all([
    readMinIsrs(
      client,
      asked.map(({ name }) => name),
    ),
    readDisks(client, first.metadata.brokers, patterns.length === 0 ? null : asked, timeoutMs),
  ]);
  const isFresh = clock.now() - first.at <= freshMs;
  const { at, metadata, moves } = isFresh ? first : await readAgain(client, clock, first);
  const topics = askedOf(patterns, { metadata });
  const judged = judgeAll(topics, minIsrs.byTopic, moves.running);
  const there = new Set(metadata.topics.map(({ name }) => name));
  return {
    at,
    metadata,
    troubled: judged.filter(({ troubles }) => troubles.length > 0).sort(byTrouble),
    moving: judged.flatMap(({ move }) => (move === undefined ? [] : [move])),
    brokers: judgeBrokers(metadata.brokers, topics, disks),
    topics: topics.length,
    partitions: judged.length,
    nothing: topics.length > 0 ? undefined : nothingOf(patterns, metadata.brokers, disks.answers),
    knowsMinIsr: minIsrs.byTopic.size > 0,
    unknown: missingNames(patterns, there).filter(({ isGlob }) => !isGlob),
    unread: [...moves.unread, ...minIsrs.unread, ...disks.unread],
  };
}

async function readPicture(client: KafkaClient, clock: HealthQuestion['clock']): Promise<Picture> {
  const at = clock.now();
  const [metadata, moves] = await Promise.all([client.metadata(null), readMoves(client)]);
  return { at, metadata, moves };
}

/** Metadata last: who doesn't answer for moves makes them no older. */
async function readAgain(
  client: KafkaClient,
  clock: HealthQuestion['clock'],
  { moves: before }: Picture,
): Promise<Picture> {
  const moves = before.unread.length > 0 ? before : await readMoves(client);
  const at = clock.now();
  return { at, metadata: await client.metadata(null), moves };
}

function askedOf(
  patterns: readonly string[],
  { metadata }: Pick<Picture, 'metadata'>,
): readonly TopicMetadata[] {
  return metadata.topics.filter(({ name }) => isAsked(patterns, name));
}

function isAsked(patterns: readonly string[], name: string): boolean {
  return patterns.length === 0 || matchesAny(patterns, name);
}

function judgeAll(
  topics: readonly TopicMetadata[],
  minIsrs: ReadonlyMap<string, number>,
  moves: readonly OngoingReassignment[],
): readonly JudgedPartition[] {
  const key = (name: string, partition: number) => `${partition} ${name}`;
  const moving = new Map(moves.map((move) => [key(move.name, move.partition), move]));
  return topics.flatMap(({ name, partitions }) =>
    partitions.map((partition) =>
      judgePartition(name, partition, minIsrs.get(name), moving.get(key(name, partition.id))),
    ),
  );
}

interface Moves {
  readonly running: readonly OngoingReassignment[];
  readonly unread: readonly Unread[];
}

/** The controller answers for them: without one, what brokers know is still worth showing. */
async function readMoves(client: KafkaClient): Promise<Moves> {
  const unread = (reason: Pick<Unread, 'kind' | 'why'>): Moves => ({
    running: [],
    unread: [{ what: 'replicas that are being moved', ...reason }],
  });
  try {
    const running = await listRunningMoves(client);
    if (running !== undefined) return { running, unread: [] };
    const isKnown = (await client.version(listPartitionReassignments)) !== undefined;
    return unread(isKnown ? missingRight('Describe on the cluster') : unknownRequest);
  } catch (error) {
    return unread(reasonOf(error));
  }
}
