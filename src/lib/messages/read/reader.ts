import { KafkaConnectionError } from '../../kafka/errors.js';
import { offsetAfter } from '../../kafka/records/batch-heads.js';
import { fetchRecords } from '../../kafka/requests/fetch.js';
import { listOffsets, offsetOf } from '../../kafka/requests/list-offsets.js';
import { refusedByBroker } from '../errors.js';
import { findTopic, NoSuchTopicError } from '../find-topic.js';
import { topicSettings } from '../topic-settings.js';
import { isOfLeader, TopicDeletedError, type Trouble, UnreachableLeaderError } from './errors.js';
import { FetchedAnswer } from './fetched-answer.js';
import type { ReadDeps, ReadRequest, SayProblem, TakeMessages } from './read-messages.js';
import { ReadPartition } from './read-partition.js';
import { takeAnswer } from './take-answer.js';

/** Of a broker's first answer, which may be all that anybody wants; the next are larger, up to their share. Bytes. */
const firstBytes = 512 * 1024;
const mostBytes = 4 * 1024 * 1024;
/** Of all brokers' answers together that are on their way. */
const allBytes = 32 * 1024 * 1024;
const maxWaitMs = 500;
/** Of what came back empty, and is asked for alone: it may be far away. */
const longWaitMs = 3_000;
const pauseMs = 250;
/** How long a partition may be without a leader that answers. */
const patienceMs = 30_000;

/** Reads once: `run`. */
export class Reader {
  readonly #deps: ReadDeps;
  readonly #request: ReadRequest;
  readonly #take: TakeMessages;
  readonly #say: SayProblem;
  readonly #partitions: readonly ReadPartition[];
  /** What is under way: a lane for each leader, and rests. */
  readonly #lanes = new Map<number, Promise<void>>();
  readonly #rests = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];
  #finding: Promise<void> | undefined;
  #isStopped = false;
  #wasAtEnds = false;
  #answers = 0;

  constructor(deps: ReadDeps, request: ReadRequest, take: TakeMessages, say: SayProblem) {
    this.#deps = deps;
    this.#request = request;
    this.#take = async (found) => {
      if (!this.#isStopped && (await take(found)) === 'stop') this.#isStopped = true;
      return this.#isStopped ? 'stop' : 'go on';
    };
    this.#say = say;
    this.#partitions = request.ranges.map((range) => new ReadPartition(range, request.follow));
  }

  async run(): Promise<void> {
    this.#sayAtEnds();
    while (this.#failures.length === 0 && !this.#isStopped) {
      for (const { isFree, leader } of this.#partitions) if (isFree) this.#start(leader);
      const underWay = [...this.#lanes.values(), ...this.#rests];
      if (underWay.length === 0) break;
      await Promise.race(underWay);
    }
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  /** Answers that are under way are dropped. */
  stop(): void {
    this.#isStopped = true;
  }

  #start(leader: number): void {
    if (leader < 0) {
      this.#rest(this.#free(leader), undefined);
      return;
    }
    if (this.#lanes.has(leader)) return;
    const lane = this.#readFrom(leader)
      .catch((error: unknown) => {
        this.#failures.push(error);
      })
      .finally(() => this.#lanes.delete(leader));
    this.#lanes.set(leader, lane);
  }

  #free(leader: number): ReadPartition[] {
    return this.#partitions.filter((one) => one.isFree && one.leader === leader);
  }

  /** Until it has nothing to ask a leader for any more. */
  async #readFrom(leader: number): Promise<void> {
    const most = Math.min(mostBytes, Math.max(firstBytes, Math.floor(allBytes / this.#leaders())));
    let maxBytes = firstBytes;
    const fetch = () => {
      const coming = this.#fetch(leader, maxBytes);
      if (coming !== undefined) maxBytes = Math.min(most, maxBytes * 2);
      return coming;
    };
    for (let coming = fetch(); coming !== undefined && !this.#isStopped; ) {
      const answer = await coming;
      this.#letGoOn(answer);
      coming = fetch();
      await this.#takeAll(answer);
      coming ??= fetch();
    }
  }

  #leaders(): number {
    return new Set(this.#partitions.map(({ leader }) => leader)).size;
  }

  /** Undefined where there is nothing to ask for. What goes wrong is in the answer, which may come when nobody waits for it. */
  #fetch(leader: number, maxBytes: number): Promise<FetchedAnswer> | undefined {
    const all = this.#isStopped ? [] : this.#free(leader).sort((a, b) => a.askedLast - b.askedLast);
    const areDoubtful = all.every(({ isDoubtful }) => isDoubtful);
    const free = areDoubtful ? all.slice(0, 1) : all;
    if (free.length === 0) return undefined;
    const { topic: name, isolation } = this.#request;
    const answer = new FetchedAnswer(free);
    const partitions = free.map(({ id, next, needsBytes }) => ({
      ...{ id, offset: next },
      maxBytes: Math.max(needsBytes, maxBytes),
    }));
    const waitMs = areDoubtful ? longWaitMs : maxWaitMs;
    const topics = [{ name, partitions }];
    const request = { maxWaitMs: waitMs, minBytes: 1, maxBytes, isolation, topics };
    return this.#deps.client.send(fetchRecords, request, { broker: leader }).then(
      (fetched) => answer.with(fetched),
      (failure: unknown) => answer.with([], failure),
    );
  }

  /** What is known to have more may be asked for while this answer is taken. */
  #letGoOn(all: FetchedAnswer): void {
    for (const { partition, from } of all.asked) {
      const answer = all.of(partition.id);
      if (answer === undefined || answer.error !== undefined) continue;
      if (answer.records.length > 0) partition.askedLast = ++this.#answers;
      const next = offsetAfter(answer.records);
      if (next === undefined || next <= from || partition.position < from) continue;
      partition.next = next;
      partition.waitsFor = undefined;
    }
  }

  async #takeAll(all: FetchedAnswer): Promise<void> {
    const { asked, failure } = all;
    const partitions = asked.map(({ partition }) => partition);
    if (failure !== undefined) {
      if (!(failure instanceof KafkaConnectionError)) throw failure;
      return this.#rest(partitions, failure);
    }
    for (const { partition, from } of asked) {
      if (partition.isDone) continue;
      // What came before it may have been something else than it said: then it is asked for again.
      if (from === partition.position) await this.#answered(partition, all);
      if (this.#isStopped) return;
      partition.release(all);
    }
    this.#sayAtEnds();
  }

  #sayAtEnds(): void {
    if (this.#wasAtEnds || !this.#partitions.every(({ isAtFirstEnd }) => isAtFirstEnd)) return;
    this.#wasAtEnds = true;
    this.#request.atEnds?.();
  }

  async #answered(partition: ReadPartition, all: FetchedAnswer): Promise<void> {
    const answer = all.of(partition.id);
    if (answer === undefined) {
      this.#rest([partition], undefined);
      return;
    }
    if (answer.error !== undefined) return this.#refused(partition, answer.error);
    const { topic, isolation } = this.#request;
    const scene = { topic, isolation, besides: all.besides };
    const taken = await takeAnswer(partition, answer, scene, this.#take, this.#say);
    if (taken === 'empty') await this.#sayMissing(partition);
    if (taken !== 'behind') {
      partition.failingSince = undefined;
      partition.trouble = undefined;
    } else if (this.#isPatient(partition)) this.#rest([partition], undefined);
    else partition.giveUp(this.#say, 'its leader ends there, where more was before');
  }

  /** Compaction may have taken all that was up to an end, and nothing else may. */
  async #sayMissing(partition: ReadPartition): Promise<void> {
    const { client, signal } = this.#deps;
    const { isCompacted } = await topicSettings(client, this.#request.topic, signal);
    if (isCompacted === false) this.#say(partition.missing);
  }

  async #refused(partition: ReadPartition, error: Exclude<Trouble, Error | undefined>): Promise<void> {
    if (error.name === 'OFFSET_OUT_OF_RANGE') return this.#findStart(partition);
    this.#restOrThrow(partition, 'Fetch', error);
  }

  /** Retention took what was to come next, or the log was cut. */
  async #findStart(partition: ReadPartition): Promise<void> {
    const { topic, isolation } = this.#request;
    const request = {
      ...{ timestamp: offsetOf.earliest, isolation },
      topics: [{ name: topic, partitions: [partition.id] }],
    };
    try {
      const [found] = await this.#deps.client.send(listOffsets, request, { broker: partition.leader });
      if (found?.error !== undefined) this.#restOrThrow(partition, 'ListOffsets', found.error);
      else partition.startAgain(found?.offset ?? 0n, this.#say);
    } catch (error) {
      if (!(error instanceof KafkaConnectionError)) throw error;
      this.#rest([partition], error);
    }
  }

  #restOrThrow(partition: ReadPartition, api: string, error: Exclude<Trouble, Error | undefined>): void {
    const { topic } = this.#request;
    if (!isOfLeader.has(error.name)) throw refusedByBroker('read', topic, api, error, this.#deps.rights);
    this.#rest([partition], error);
  }

  #isPatient(partition: ReadPartition): boolean {
    const now = this.#deps.clock.now();
    partition.failingSince ??= now;
    return now - partition.failingSince <= patienceMs;
  }

  /** They are asked for again after a pause, of whoever leads them then. */
  #rest(partitions: readonly ReadPartition[], trouble: Trouble): void {
    for (const partition of partitions) {
      partition.trouble = trouble ?? partition.trouble;
      if (!this.#isPatient(partition))
        throw new UnreachableLeaderError(this.#request.topic, partition.id, partition.trouble);
    }
    this.#finding ??= this.#deps.clock
      .sleep(pauseMs, this.#deps.signal)
      .then(() => this.#findLeaders())
      .finally(() => {
        this.#finding = undefined;
      });
    const finding = this.#finding;
    const rest: Promise<void> = finding
      .catch((error: unknown) => {
        this.#failures.push(error);
      })
      .finally(() => {
        this.#rests.delete(rest);
        for (const partition of partitions) partition.release(finding);
      });
    this.#rests.add(rest);
    for (const partition of partitions) partition.waitsFor = finding;
  }

  async #findLeaders(): Promise<void> {
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
