import type { Clock } from '../../../context.js';
import { abortable } from '../../abortable.js';
import type { KafkaClient } from '../../kafka/client.js';
import { KafkaConnectionError } from '../../kafka/errors.js';
import { type FetchedPartition, fetchRecords } from '../../kafka/requests/fetch.js';
import { type RightsOf, refusedByBroker } from '../errors.js';
import { findTopic, NoSuchTopicError } from '../find-topic.js';
import type { Isolation, PlacedMessage } from '../model.js';
import { TopicDeletedError, UnreachableLeaderError } from './errors.js';
import type { PartitionRange } from './partition-range.js';
import { ReadPartition } from './read-partition.js';
import { takeAnswer } from './take-answer.js';

export interface ReadDeps {
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly rights: RightsOf;
}

export interface ReadRequest {
  readonly topic: string;
  readonly ranges: readonly PartitionRange[];
  readonly isolation: Isolation;
  /** Goes on after the ends that `ranges` has. */
  readonly follow: boolean;
}

/** Something that couldn't be shown, in a sentence. */
export type SayProblem = (problem: string) => void;

/** Takes messages of one partition, in their order; the next come when it is done. */
export type TakeMessages = (messages: readonly PlacedMessage[]) => Promise<'go on' | 'stop'>;

/** Of the whole answer of a broker. */
const maxBytes = 4 * 1024 * 1024;
const maxWaitMs = 500;
const pauseMs = 250;
/** How long a partition may be without a leader that answers. */
const patienceMs = 30_000;

/**
 * Reads partitions to their ends: from all leaders at once, one request a broker, the next one when its messages are taken.
 * @throws TopicDeletedError, AccessError, UnreachableLeaderError, and the signal's reason
 */
export async function readMessages(
  deps: ReadDeps,
  request: ReadRequest,
  take: TakeMessages,
  say: SayProblem,
): Promise<void> {
  const reader = new Reader(deps, request, inTurn(take), say);
  try {
    await reader.run();
  } finally {
    reader.stop();
  }
}

class Reader {
  readonly #deps: ReadDeps;
  readonly #request: ReadRequest;
  readonly #take: TakeMessages;
  readonly #say: SayProblem;
  readonly #partitions: ReadPartition[];
  #finding: Promise<void> | undefined;
  #isStopped = false;
  #answers = 0;

  constructor(deps: ReadDeps, request: ReadRequest, take: TakeMessages, say: SayProblem) {
    this.#deps = deps;
    this.#request = request;
    this.#take = async (messages) => {
      if (this.#isStopped || messages.length === 0) return this.#isStopped ? 'stop' : 'go on';
      const answer = await take(messages);
      if (answer === 'stop') this.#isStopped = true;
      return answer;
    };
    this.#say = say;
    this.#partitions = request.ranges.map((range) => new ReadPartition(range, request.follow));
  }

  async run(): Promise<void> {
    const busy = new Map<number, Promise<void>>();
    const failures: unknown[] = [];
    while (failures.length === 0 && !this.#isStopped) {
      const waiting = this.#partitions.filter(({ isDone, isAsked }) => !isDone && !isAsked);
      for (const leader of new Set(waiting.map((one) => one.leader))) {
        if (busy.has(leader)) continue;
        const own = waiting.filter((one) => one.leader === leader);
        for (const one of own) one.isAsked = true;
        const work = this.#ask(leader, own)
          .catch((error: unknown) => {
            failures.push(error);
          })
          .finally(() => {
            for (const one of own) one.isAsked = false;
            busy.delete(leader);
          });
        busy.set(leader, work);
      }
      if (busy.size === 0) return;
      await abortable(Promise.race(busy.values()), this.#deps.signal);
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Answers that are under way are dropped. */
  stop(): void {
    this.#isStopped = true;
  }

  async #ask(leader: number, partitions: readonly ReadPartition[]): Promise<void> {
    const { topic, isolation } = this.#request;
    const ordered = [...partitions].sort((a, b) => a.askedLast - b.askedLast);
    const asked = ordered.map(({ id, position, maxBytes }) => ({ id, offset: position, maxBytes }));
    if (leader < 0) return this.#findLeaders(partitions, undefined);
    try {
      const fetched = await this.#deps.client.send(
        fetchRecords,
        { maxWaitMs, minBytes: 1, maxBytes, isolation, topics: [{ name: topic, partitions: asked }] },
        { broker: leader },
      );
      const byId = new Map(fetched.map((answer) => [answer.partition, answer]));
      for (const [place, partition] of ordered.entries()) {
        const answer = byId.get(partition.id);
        if (answer === undefined) continue;
        if (answer.error === undefined) await this.#answered(partition, answer, place === 0);
        else await this.#refused(partition, answer.error);
        if (this.#isStopped) return;
      }
    } catch (error) {
      if (!(error instanceof KafkaConnectionError)) throw error;
      await this.#findLeaders(partitions, error);
    }
  }

  async #answered(partition: ReadPartition, answer: FetchedPartition, wasFirst: boolean): Promise<void> {
    const { topic, isolation } = this.#request;
    partition.failingSince = undefined;
    if (answer.records.length > 0) partition.askedLast = ++this.#answers;
    await takeAnswer(partition, answer, { topic, isolation, wasFirst }, this.#take, this.#say);
  }

  async #refused(partition: ReadPartition, error: NonNullable<FetchedPartition['error']>): Promise<void> {
    const { topic, isolation } = this.#request;
    const { client, rights } = this.#deps;
    if (error.name === 'OFFSET_OUT_OF_RANGE')
      return partition.findStart({ client, rights }, topic, isolation, this.#say);
    if (!isOfLeader.has(error.name)) throw refusedByBroker('read', topic, 'Fetch', error, rights);
    await this.#findLeaders([partition], error);
  }

  /** After a pause; who asks meanwhile shares the answer. */
  async #findLeaders(partitions: readonly ReadPartition[], cause: unknown): Promise<void> {
    const { clock, signal } = this.#deps;
    const now = clock.now();
    for (const partition of partitions) {
      partition.failingSince ??= now;
      if (now - partition.failingSince > patienceMs)
        throw new UnreachableLeaderError(this.#request.topic, partition.id, cause);
    }
    this.#finding ??= clock
      .sleep(pauseMs, signal)
      .then(() => this.#findAll())
      .finally(() => {
        this.#finding = undefined;
      });
    await this.#finding;
  }

  async #findAll(): Promise<void> {
    const { client, rights } = this.#deps;
    try {
      const { topic } = await findTopic(client, this.#request.topic, 'read', rights);
      const leaders = new Map(topic.partitions.map(({ id, leader }) => [id, leader]));
      for (const partition of this.#partitions) partition.leader = leaders.get(partition.id) ?? -1;
    } catch (error) {
      if (error instanceof NoSuchTopicError) throw new TopicDeletedError(this.#request.topic);
      // Asked again until patience ends.
      if (!(error instanceof KafkaConnectionError)) throw error;
    }
  }
}

/** The partition is elsewhere by now, or will be. */
const isOfLeader: ReadonlySet<string> = new Set([
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'UNKNOWN_TOPIC_ID', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER'],
  ...['REPLICA_NOT_AVAILABLE', 'KAFKA_STORAGE_ERROR', 'FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH'],
  ...['NETWORK_EXCEPTION', 'REQUEST_TIMED_OUT', 'OFFSET_NOT_AVAILABLE', 'INCONSISTENT_TOPIC_ID'],
]);

/** Brokers answer at once; whoever takes gets one after the other. */
function inTurn(take: TakeMessages): TakeMessages {
  let before: Promise<unknown> = Promise.resolve();
  return (messages) => {
    const turn = before.then(() => take(messages));
    before = turn.catch(() => {});
    return turn;
  };
}
