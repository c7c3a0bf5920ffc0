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
  readonly at: number;
}

/** How a cluster is: two rounds of requests. */
export async function readHealth(client: KafkaClient, question: HealthQuestion): Promise<HealthReport> {
  const { patterns, at } = question;
  const [metadata, moves] = await Promise.all([client.metadata(null), readMoves(client)]);
  const topics = metadata.topics.filter(({ name }) => isAsked(patterns, name));
  const [minIsrs, disks] = await Promise.all([
    readMinIsrs(
      client,
      topics.map(({ name }) => name),
    ),
    readDisks(client, metadata.brokers, patterns.length === 0 ? null : topics),
  ]);
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
