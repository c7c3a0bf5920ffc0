import type { Message } from '../../kafka/records/model.js';
import { sequenceLimit, writeBatch } from '../../kafka/records/write-batch.js';
import type { ProducerId } from '../../kafka/requests/init-producer-id.js';

/** A batch that is sent as often as it takes; its sequence has the broker write it once. */
export interface LaneBatch {
  readonly bytes: Buffer;
  readonly count: number;
  /** What its messages were counted as while they waited. */
  readonly size: number;
  /** It was sent, and nobody said what became of it. */
  isUncertain: boolean;
  hasFailed: boolean;
}

/** What a batch may grow to; a larger message has one of its own. */
const fullBatch = 256 * 1024;
/** About what a record takes beside its parts. */
const recordOverhead = 32;

/** What is on its way to one partition, in order. */
export class Lane {
  readonly id: number;
  leader: number;
  /** Sent, and not answered yet or failed; in the order of their sequences. */
  flying: LaneBatch[] = [];
  /** A batch has failed: nothing more is sent until all that fly are answered, and then they go again in order. */
  isStalled = false;
  /** Milliseconds since the epoch; undefined while batches arrive. */
  failingSince: number | undefined;
  readonly #producer: ProducerId;
  #closed: LaneBatch[] = [];
  #open: Message[] = [];
  #openBytes = 0;
  #sequence = 0;

  constructor(id: number, leader: number, producer: ProducerId) {
    this.id = id;
    this.leader = leader;
    this.#producer = producer;
  }

  /** @returns whether it closed a batch */
  add(message: Message, size: number): boolean {
    const isFull = this.#openBytes > 0 && this.#openBytes + size > fullBatch;
    if (isFull) this.#close();
    this.#open.push(message);
    this.#openBytes += size;
    return isFull;
  }

  /** The next batch; one that isn't full only where nothing is on its way. */
  next(): LaneBatch | undefined {
    if (this.isStalled) return undefined;
    if (this.#closed.length === 0 && this.flying.length === 0) this.#close();
    const batch = this.#closed.shift();
    if (batch !== undefined) this.flying.push(batch);
    return batch;
  }

  arrived(batch: LaneBatch): void {
    this.flying = this.flying.filter((one) => one !== batch);
    this.failingSince = undefined;
  }

  /** @returns whether none is on its way any more, so that they may go again */
  failed(batch: LaneBatch): boolean {
    batch.hasFailed = true;
    this.isStalled = true;
    return this.areAllAnswered();
  }

  areAllAnswered(): boolean {
    return this.flying.every(({ hasFailed }) => hasFailed);
  }

  goAgain(): void {
    for (const batch of this.flying) batch.hasFailed = false;
    this.#closed = [...this.flying, ...this.#closed];
    this.flying = [];
    this.isStalled = false;
  }

  get isEmpty(): boolean {
    return this.flying.length === 0 && this.#closed.length === 0 && this.#open.length === 0;
  }

  /** Messages of which nobody knows whether they were written. */
  get uncertain(): number {
    const batches = this.flying.filter(({ hasFailed, isUncertain }) => isUncertain || !hasFailed);
    const again = this.#closed.filter(({ isUncertain }) => isUncertain);
    return [...batches, ...again].reduce((sum, { count }) => sum + count, 0);
  }

  #close(): void {
    const count = this.#open.length;
    if (count === 0) return;
    const bytes = writeBatch(this.#open, { ...this.#producer, first: this.#sequence });
    this.#sequence = (this.#sequence + count) % sequenceLimit;
    this.#closed.push({ bytes, count, size: this.#openBytes, isUncertain: false, hasFailed: false });
    this.#open = [];
    this.#openBytes = 0;
  }
}

/** About as many bytes as it takes in a batch. */
export function sizeOf({ key, value, headers }: Message): number {
  const ofHeaders = headers.reduce(
    (sum, header) => sum + header.key.length * 2 + (header.value?.length ?? 0) + 8,
    0,
  );
  return recordOverhead + (key?.length ?? 0) + (value?.length ?? 0) + ofHeaders;
}
