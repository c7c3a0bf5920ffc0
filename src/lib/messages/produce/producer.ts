import type { Clock } from '../../../context.js';
import { ExopsError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { KafkaConnectionError, LostConnectionError } from '../../kafka/errors.js';
import type { ItemError } from '../../kafka/item-error.js';
import type { Message } from '../../kafka/records/model.js';
import type { ProducerId } from '../../kafka/requests/init-producer-id.js';
import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import { produce } from '../../kafka/requests/produce.js';
import { type RightsOf, refusedByBroker } from '../errors.js';
import { findTopic } from '../find-topic.js';
import { UnreachableLeaderError } from '../read/errors.js';
import { Lane, type LaneBatch, sizeOf } from './lane.js';
import { partitionOfKey } from './partitioner.js';

export interface ProduceDeps {
  readonly client: KafkaClient;
  readonly clock: Clock;
  readonly rights: RightsOf;
}

/** A broker keeps the sequences of so many batches of a partition, so no more may be on their way (KIP-98). */
const mostOnTheirWay = 5;
/** Batches of different partitions. */
const mostInRequest = 32;
/** What waits in memory before input must. */
const mostBuffered = 16 * 1024 * 1024;
const replicasMs = 20_000;
const answerMs = 25_000;
const pauseMs = 250;
/** How long a partition may be without a leader that answers. */
const patienceMs = 60_000;

/**
 * Writes messages to a topic, each once and in the order of its partition: batches carry sequences, and go again after a lost
 * answer. Counts what brokers acknowledged for all replicas in sync.
 */
export class Producer {
  readonly #deps: ProduceDeps;
  readonly #topic: string;
  readonly #lanes: readonly Lane[];
  readonly #onTheirWay = new Map<number, number>();
  #sticky = 0;
  #buffered = 0;
  #acknowledged = 0;
  #failure: { readonly error: unknown } | undefined;
  #isStopped = false;
  #isScheduled = false;
  #wake = () => {};

  constructor(deps: ProduceDeps, topic: TopicMetadata, producer: ProducerId) {
    this.#deps = deps;
    this.#topic = topic.name;
    this.#lanes = topic.partitions.map(({ id, leader }) => new Lane(id, leader, producer));
    this.#stick();
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** Messages that were sent, and of which nobody said what became of them. */
  get uncertain(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.uncertain, 0);
  }

  get partitions(): number {
    return this.#lanes.length;
  }

  /** Takes one more; who sees that there is no room waits for it. @throws what a broker refused before */
  add(message: Message, partition?: number): { readonly hasRoom: boolean } {
    if (this.#failure !== undefined) throw this.#failure.error;
    const lane = this.#lanes[partition ?? this.#partitionOf(message)];
    if (lane === undefined) throw new RangeError(`partition ${partition}`);
    const size = sizeOf(message);
    this.#buffered += size;
    if (lane.add(message, size) && partition === undefined && message.key === null) this.#stick();
    this.#schedule();
    return { hasRoom: this.#buffered < mostBuffered };
  }

  async room(): Promise<void> {
    while (this.#buffered >= mostBuffered && this.#failure === undefined) await this.#change();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Until all is acknowledged. @throws what a broker refused, or that none answers */
  async finish(): Promise<void> {
    while (this.#failure === undefined && this.#lanes.some((lane) => !lane.isEmpty)) {
      this.#schedule();
      await this.#change();
    }
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Sends no more, and waits a moment for the answers to what was sent. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const end = this.#deps.clock.now() + answerMs;
    while (this.#lanes.some((lane) => !lane.areAllAnswered()) && this.#deps.clock.now() < end)
      await Promise.race([this.#change(), this.#deps.clock.sleep(pauseMs)]);
  }

  #partitionOf({ key }: Message): number {
    return key === null ? this.#sticky : partitionOfKey(key, this.#lanes.length);
  }

  /** Messages without a key fill a batch of one partition, then one of another that has a leader. */
  #stick(): void {
    const led = this.#lanes.filter(({ leader }) => leader >= 0);
    const choice = led.length > 0 ? led : this.#lanes;
    const others = choice.filter(({ id }) => id !== this.#sticky);
    const from = others.length > 0 ? others : choice;
    this.#sticky = from[Math.floor(Math.random() * from.length)]?.id ?? 0;
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
    const onTheirWay = this.#onTheirWay.get(leader) ?? 0;
    const sent = new Map<Lane, LaneBatch>();
    for (const lane of own) {
      const batch = sent.size < mostInRequest ? lane.next() : undefined;
      if (batch !== undefined) sent.set(lane, batch);
    }
    if (sent.size === 0) return false;
    this.#onTheirWay.set(leader, onTheirWay + 1);
    void this.#send(leader, sent).finally(() => {
      this.#onTheirWay.set(leader, (this.#onTheirWay.get(leader) ?? 1) - 1);
      this.#schedule();
      this.#wake();
    });
    return true;
  }

  async #send(broker: number, sent: ReadonlyMap<Lane, LaneBatch>): Promise<void> {
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
        else this.#answered(lane, batch, answer.error);
      }
    } catch (error) {
      if (!(error instanceof KafkaConnectionError)) this.#failure ??= { error };
      const wasSent = error instanceof LostConnectionError ? error.wasSent : !(error instanceof ExopsError);
      for (const [lane, batch] of sent) this.#again(lane, batch, error, wasSent);
    }
  }

  #answered(lane: Lane, batch: LaneBatch, error: ItemError | undefined): void {
    const isWritten = error === undefined || error.name === 'DUPLICATE_SEQUENCE_NUMBER';
    if (isWritten) {
      lane.arrived(batch);
      this.#acknowledged += batch.count;
      this.#buffered -= batch.size;
      if (lane.isStalled && lane.areAllAnswered()) this.#resume(lane, undefined);
      return;
    }
    // The one before it has failed.
    const isBehindAnother = error.name === 'OUT_OF_ORDER_SEQUENCE_NUMBER' && lane.isStalled;
    if (!isBehindAnother && !isTransient.has(error.name))
      this.#failure ??= {
        error: refusedByBroker('write to', this.#topic, 'Produce', error, this.#deps.rights),
      };
    this.#again(lane, batch, error, mayBeWritten.has(error.name));
  }

  #again(lane: Lane, batch: LaneBatch, cause: unknown, isUncertain: boolean): void {
    batch.isUncertain ||= isUncertain;
    if (lane.failed(batch)) this.#resume(lane, cause);
  }

  #resume(lane: Lane, cause: unknown): void {
    if (this.#failure !== undefined || this.#isStopped) return;
    lane.goAgain();
    this.#wait(lane, cause);
  }

  /** Asks who leads the partition now, and goes on. */
  #wait(lane: Lane, cause?: unknown): void {
    const { clock, client, rights } = this.#deps;
    if (lane.isStalled || this.#isStopped) return;
    const now = clock.now();
    lane.failingSince ??= now;
    if (now - lane.failingSince > patienceMs)
      this.#failure ??= { error: new UnreachableLeaderError(this.#topic, lane.id, cause) };
    if (this.#failure !== undefined) {
      this.#wake();
      return;
    }
    lane.isStalled = true;
    void clock
      .sleep(pauseMs)
      .then(() => findTopic(client, this.#topic, 'write to', rights))
      .then(({ topic }) => {
        lane.leader = topic.partitions.find(({ id }) => id === lane.id)?.leader ?? -1;
      })
      .catch((error: unknown) => {
        if (!(error instanceof KafkaConnectionError)) this.#failure ??= { error };
      })
      .finally(() => {
        lane.isStalled = false;
        this.#schedule();
        this.#wake();
      });
  }

  #change(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.#wake;
      this.#wake = () => {
        this.#wake = () => {};
        before();
        resolve();
      };
    });
  }
}

/** It may work a moment later, there or with another leader. */
const isTransient: ReadonlySet<string> = new Set([
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_OR_FOLLOWER', 'REQUEST_TIMED_OUT'],
  ...['NETWORK_EXCEPTION', 'NOT_ENOUGH_REPLICAS', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'KAFKA_STORAGE_ERROR'],
  ...['REPLICA_NOT_AVAILABLE', 'FENCED_LEADER_EPOCH', 'UNKNOWN_LEADER_EPOCH', 'COORDINATOR_LOAD_IN_PROGRESS'],
]);

/** A leader that has appended, and loses its place while it waits for replicas, says so, too. */
const mayBeWritten: ReadonlySet<string> = new Set([
  ...['REQUEST_TIMED_OUT', 'NOT_ENOUGH_REPLICAS_AFTER_APPEND', 'NOT_LEADER_OR_FOLLOWER'],
  ...['UNKNOWN_TOPIC_OR_PARTITION', 'KAFKA_STORAGE_ERROR', 'NETWORK_EXCEPTION', 'UNKNOWN_SERVER_ERROR'],
]);
