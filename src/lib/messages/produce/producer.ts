import type { Clock } from '../../../context.js';
import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { KafkaConnectionError, LostConnectionError } from '../../kafka/errors.js';
import type { ItemError } from '../../kafka/item-error.js';
import type { Message } from '../../kafka/records/model.js';
import type { ProducerId } from '../../kafka/requests/init-producer-id.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import { type ProducedPartition, produce, type RefusedMessage } from '../../kafka/requests/produce.js';
import { type RightsOf, refusedByBroker } from '../errors.js';
import { Bell } from './bell.js';
import { lostPartition, MessageTooLargeError, RefusedMessageError } from './errors.js';
import { judgeAnswer, mayBeWritten } from './judge-answer.js';
import { type Acknowledged, Lane, sizeOf } from './lane.js';
import type { LaneBatch } from './lane-batch.js';
import { type Leaders, leaderLookup } from './leaders.js';
import { partitionOfKey } from './partitioner.js';
import { SendWindow } from './send-window.js';
import { StickyLane } from './sticky-lane.js';
import { takeBatches } from './take-batches.js';
import { longestWaiting, type Waiting } from './waiting.js';

export interface ProduceDeps {
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly rights: RightsOf;
}

type Cause = Lane['cause'];

/** A broker keeps the sequences of so many batches of a partition, so no more may be on their way (KIP-98). */
const mostOnTheirWay = 5;
/** What waits in memory before input must. */
const mostBuffered = 16 * 1024 * 1024;
const replicasMs = 20_000;
const answerMs = 25_000;
const pauseMs = 250;
/** How long a partition may be without a leader that takes what is sent. */
export const patienceMs = 60_000;

/**
 * Writes messages to a topic, each once and in the order of its partition: batches carry sequences, and go again after a lost
 * answer. Counts what brokers acknowledged for all replicas in sync.
 */
export class Producer {
  /** Rejected with what a broker refused, or that none answers, for whoever waits for something else meanwhile. */
  readonly failed: Promise<never>;
  readonly #deps: ProduceDeps;
  readonly #topic: string;
  readonly #limit: number | undefined;
  readonly #lanes: readonly Lane[];
  readonly #lookUp: () => Promise<Leaders>;
  readonly #window = new SendWindow();
  readonly #onTheirWay = new Map<number, number>();
  /** What a broker took no more than, or what it says that it takes; bytes of a batch. */
  #mostInBatch: number;
  readonly #sticky: StickyLane;
  #buffered = 0;
  #acknowledged = 0;
  #failure: { readonly error: unknown } | undefined;
  #reject: (error: unknown) => void = () => {};
  #isStopped = false;
  #isScheduled = false;
  readonly #bell = new Bell();

  /** @param limit the topic's `max.message.bytes`, where it is known */
  constructor(deps: ProduceDeps, topic: TopicMetadata, producer: ProducerId, limit?: number) {
    this.#deps = deps;
    this.#topic = topic.name;
    this.#limit = limit;
    this.#mostInBatch = limit ?? Number.POSITIVE_INFINITY;
    this.#lanes = topic.partitions.map(({ id, leader }) => new Lane(id, leader, producer));
    this.#sticky = new StickyLane(this.#lanes, deps.clock.now);
    this.#lookUp = leaderLookup(deps, topic.name);
    this.failed = new Promise((_, reject) => {
      this.#reject = reject;
    });
    this.failed.catch(() => {});
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Of the partitions that acknowledged something. */
  get byPartition(): readonly Acknowledged[] {
    return this.#lanes.map((lane) => lane.acknowledged).filter(({ messages }) => messages > 0);
  }

  /** Messages that were sent, and of which nobody said what became of them. */
  get uncertain(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.uncertain, 0);
  }

  /** The partition that has been waiting the longest. */
  get waiting(): Waiting | undefined {
    return longestWaiting(this.#lanes);
  }

  /**
   * Takes one more. @param line where it stood in the input, 0 for none
   * @returns whether there is room for another; who sees that there is none waits for it
   * @throws what a broker refused before
   */
  add(message: Message, partition: number | undefined, line: number): boolean {
    if (this.#failure !== undefined) throw this.#failure.error;
    const lane = this.#laneOf(message, partition);
    if (lane === undefined) throw new RangeError(`partition ${partition}`);
    const size = sizeOf(message);
    this.#buffered += size;
    const most = Math.min(this.#window.batchBytes, this.#mostInBatch);
    if (lane.add(message, size, line, most)) this.#sticky.leave(lane);
    this.#schedule();
    return this.#buffered < mostBuffered;
  }

  async room(): Promise<void> {
    while (this.#buffered >= mostBuffered && this.#failure === undefined) await this.#bell.next();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Until all is acknowledged. @throws what a broker refused, or that none answers */
  async finish(): Promise<void> {
    while (this.#failure === undefined && this.#lanes.some((lane) => !lane.isEmpty)) {
      this.#schedule();
      await this.#bell.next();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Sends no more, and waits a moment for the answers to what was sent. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const end = this.#deps.clock.now() + answerMs;
    while (this.#lanes.some((lane) => !lane.areAllAnswered()) && this.#deps.clock.now() < end)
      await Promise.race([this.#bell.next(), this.#deps.clock.sleep(pauseMs)]);
  }

  #laneOf({ key }: Message, partition: number | undefined): Lane | undefined {
    if (partition !== undefined) return this.#lanes[partition];
    return key === null ? this.#sticky.lane : this.#lanes[partitionOfKey(key, this.#lanes.length)];
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    // What is added in the same turn travels together.
    setImmediate(() => {
      this.#isScheduled = false;
      this.#sendAll();
    });
  }

  #sendAll(): void {
    if (this.#isStopped || this.#failure !== undefined) return;
    for (const leader of new Set(this.#lanes.map((lane) => lane.leader))) {
      for (let sent = true; sent && (this.#onTheirWay.get(leader) ?? 0) < mostOnTheirWay; )
        sent = this.#sendTo(leader);
    }
  }

  /** One request with a batch of each partition that the broker leads. */
  #sendTo(leader: number): boolean {
    const own = this.#lanes.filter((lane) => lane.leader === leader);
    if (leader < 0) {
      for (const lane of own) if (!lane.isEmpty) this.#wait(lane);
      return false;
    }
    const sent = takeBatches(own, this.#window);
    if (sent.size === 0) return false;
    for (const lane of sent.keys()) this.#sticky.sent(lane);
    this.#onTheirWay.set(leader, (this.#onTheirWay.get(leader) ?? 0) + 1);
    const bytes = [...sent.values()].reduce((sum, batch) => sum + batch.bytes.length, 0);
    const began = performance.now();
    void this.#send(leader, sent).then((isAnswered) => {
      this.#window.ended(bytes, isAnswered ? performance.now() - began : undefined);
      this.#onTheirWay.set(leader, (this.#onTheirWay.get(leader) ?? 1) - 1);
      this.#schedule();
      this.#bell.ring();
    });
    return true;
  }

  /** @returns whether it was answered */
  async #send(broker: number, sent: ReadonlyMap<Lane, LaneBatch>): Promise<boolean> {
    const partitions = [...sent].map(([{ id }, { bytes }]) => ({ id, batch: bytes }));
    const topics = [{ name: this.#topic, partitions }];
    try {
      const produced = await this.#deps.client.send(
        produce,
        { acks: 'all', timeoutMs: replicasMs, topics },
        { broker, timeoutMs: answerMs },
      );
      const byId = new Map(produced.map((one) => [one.partition, one]));
      for (const [lane, batch] of sent) {
        const answer = byId.get(lane.id);
        if (answer === undefined) this.#again(lane, batch, undefined, true);
        else this.#answered(lane, batch, answer);
      }
      return true;
    } catch (error) {
      if (!(error instanceof KafkaConnectionError)) this.#fail(error);
      const wasSent = error instanceof LostConnectionError ? error.wasSent : !(error instanceof ExopsError);
      const cause = error instanceof Error ? error : undefined;
      for (const [lane, batch] of sent) this.#again(lane, batch, cause, wasSent);
      return false;
    }
  }

  #answered(lane: Lane, batch: LaneBatch, answer: ProducedPartition): void {
    const { error, baseOffset, refusedMessage } = answer;
    const judgement = judgeAnswer(error, batch, lane.isStalled);
    if (error === undefined || judgement === 'written') {
      lane.arrived(batch, baseOffset);
      this.#acknowledged += batch.lines.length;
      this.#buffered -= batch.size;
      if (lane.isStalled && lane.areAllAnswered()) this.#resume(lane);
      return;
    }
    if (judgement === 'refused') this.#fail(this.#refusal(batch, error, refusedMessage));
    if (judgement === 'too large') this.#shrink(batch);
    const isLater = judgement === 'later';
    this.#again(lane, batch, error, mayBeWritten(error), isLater);
  }

  /** Its words are of a message where a broker says which. */
  #refusal({ lines }: LaneBatch, error: ItemError, refused: RefusedMessage | undefined): Error {
    const line = refused === undefined ? undefined : lines[refused.index];
    if (line === undefined)
      return refusedByBroker('write to', this.#topic, 'Produce', error, this.#deps.rights);
    return new RefusedMessageError(this.#topic, line, { ...error, message: refused?.why ?? error.message });
  }

  /** What is too large with others goes again in halves; alone it is refused. */
  #shrink(batch: LaneBatch): void {
    const size = batch.bytes.length;
    const [line = 0] = batch.lines;
    if (batch.lines.length === 1) this.#fail(new MessageTooLargeError(this.#topic, line, size, this.#limit));
    else batch.isTooLarge = true;
    this.#mostInBatch = Math.min(this.#mostInBatch, Math.ceil(size / 2));
  }

  /** @param isLater when the leader may be another one, and not at once */
  #again(lane: Lane, batch: LaneBatch, cause: Cause, isUncertain: boolean, isLater = true): void {
    batch.isUncertain ||= isUncertain;
    if (isLater) {
      lane.waitFor(cause);
      this.#sticky.leave(lane);
    }
    if (lane.failed(batch)) this.#resume(lane);
  }

  #resume(lane: Lane): void {
    if (this.#failure !== undefined || this.#isStopped) return;
    const { mustWait } = lane;
    lane.goAgain();
    if (mustWait) this.#wait(lane);
    else this.#schedule();
  }

  /** Asks who leads the partition now, and goes on. */
  #wait(lane: Lane): void {
    if (lane.isStalled || this.#isStopped) return;
    const now = this.#deps.clock.now();
    lane.failingSince ??= now;
    if (now - lane.failingSince > patienceMs) this.#fail(lostPartition(this.#topic, lane));
    if (this.#failure !== undefined) return;
    lane.isStalled = true;
    void this.#lookUp()
      .then((leaders) => {
        lane.leader = leaders.get(lane.id) ?? -1;
      })
      .catch((error: unknown) => {
        if (!(error instanceof KafkaConnectionError)) this.#fail(error);
      })
      .finally(() => {
        lane.isStalled = false;
        this.#schedule();
        this.#bell.ring();
      });
  }
  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#reject(error);
    this.#bell.ring();
  }
}
