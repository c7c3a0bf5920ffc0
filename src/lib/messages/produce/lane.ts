import type { ItemError } from '../../kafka/item-error.js';
import { BatchBuilder } from '../../kafka/records/batch-builder.js';
import type { Message } from '../../kafka/records/model.js';
import { sequenceLimit } from '../../kafka/records/write-batch.js';
import type { ProducerId } from '../../kafka/requests/init-producer-id.js';
import { halvesOf } from './halves.js';
import type { LaneBatch } from './lane-batch.js';

/** About what a record takes beside its parts. */
const recordOverhead = 32;

/** What a partition acknowledged. */
export interface Acknowledged {
  readonly partition: number;
  readonly messages: number;
  /** Undefined where the broker didn't say. */
  readonly firstOffset: bigint | undefined;
  readonly lastOffset: bigint | undefined;
}

/** What is on its way to one partition, in order. */
export class Lane {
  readonly id: number;
  leader: number;
  /** Sent, and not answered yet or failed; in the order of their sequences. */
  flying: LaneBatch[] = [];
  /** A batch has failed: nothing more is sent until all that fly are answered, and then they go again in order. */
  isStalled = false;
  /** What failed may work a moment later only, or with another leader. */
  mustWait = false;
  /** What failed last. */
  cause: Error | ItemError | undefined;
  /** Milliseconds since the epoch; undefined while batches arrive. */
  failingSince: number | undefined;
  readonly #producer: ProducerId;
  #closed: LaneBatch[] = [];
  #open = new BatchBuilder();
  #openBytes = 0;
  #openLines: number[] = [];
  #sequence: number;
  #acknowledged = 0;
  #firstOffset: bigint | undefined;
  #lastOffset: bigint | undefined;

  /** @param sequence of its first message */
  constructor(id: number, leader: number, producer: ProducerId, sequence = 0) {
    this.id = id;
    this.leader = leader;
    this.#producer = producer;
    this.#sequence = sequence;
  }

  /**
   * @param size what `sizeOf` says of it
   * @param line of input, 0 for none
   * @param most what a batch may grow to; a larger message has one of its own
   * @returns whether it closed a batch
   */
  add(message: Message, size: number, line: number, most: number): boolean {
    const isFull = this.#open.count > 0 && this.#open.size + size > most;
    if (isFull) this.#close();
    this.#open.add(message);
    this.#openBytes += size;
    this.#openLines.push(line);
    return isFull;
  }

  /** A batch of it grows. */
  get isOpen(): boolean {
    return this.#open.count > 0;
  }

  /** What `next` would hand out, bytes; undefined for nothing. */
  get nextBytes(): number | undefined {
    if (this.isStalled) return undefined;
    const [closed] = this.#closed;
    const isIdle = this.flying.length === 0;
    // A broker takes any sequence of a producer it doesn't know: a second batch might be written while the first is refused.
    if (!isIdle && this.#acknowledged === 0) return undefined;
    if (closed !== undefined) return closed.bytes.length;
    return isIdle && this.#open.count > 0 ? this.#open.size : undefined;
  }

  /** The next batch; one that isn't full only where nothing is on its way. */
  next(): LaneBatch | undefined {
    if (this.nextBytes === undefined) return undefined;
    if (this.#closed.length === 0) this.#close();
    const batch = this.#closed.shift();
    if (batch !== undefined) this.flying.push(batch);
    return batch;
  }

  /** @param offset of its first message, -1 where the broker doesn't say */
  arrived(batch: LaneBatch, offset: bigint): void {
    this.flying = this.flying.filter((one) => one !== batch);
    this.failingSince = undefined;
    this.#acknowledged += batch.lines.length;
    if (offset < 0n) return;
    const last = offset + BigInt(batch.lines.length - 1);
    // The offset of one that goes again, and had arrived, may be answered late.
    if (this.#firstOffset === undefined || offset < this.#firstOffset) this.#firstOffset = offset;
    if (this.#lastOffset === undefined || last > this.#lastOffset) this.#lastOffset = last;
  }

  get acknowledged(): Acknowledged {
    return {
      ...{ partition: this.id, messages: this.#acknowledged },
      ...{ firstOffset: this.#firstOffset, lastOffset: this.#lastOffset },
    };
  }

  waitFor(cause: Error | ItemError | undefined): void {
    this.mustWait = true;
    this.cause = cause;
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
    const again = this.flying.flatMap((batch) => (batch.isTooLarge ? halvesOf(batch) : [batch]));
    this.#closed = [...again, ...this.#closed];
    this.flying = [];
    this.isStalled = false;
    this.mustWait = false;
  }

  get isEmpty(): boolean {
    return this.flying.length === 0 && this.#closed.length === 0 && this.#open.count === 0;
  }

  /** Messages of which nobody knows whether they were written. */
  get uncertain(): number {
    const batches = this.flying.filter(({ hasFailed, isUncertain }) => isUncertain || !hasFailed);
    const again = this.#closed.filter(({ isUncertain }) => isUncertain);
    return [...batches, ...again].reduce((sum, { lines }) => sum + lines.length, 0);
  }

  #close(): void {
    const lines = this.#openLines;
    const sequence = { ...this.#producer, first: this.#sequence };
    this.#closed.push({
      bytes: this.#open.finish(sequence),
      ...{ sequence, lines, size: this.#openBytes },
      ...{ isUncertain: false, hasFailed: false, isTooLarge: false },
    });
    this.#sequence = (this.#sequence + lines.length) % sequenceLimit;
    this.#open = new BatchBuilder();
    this.#openBytes = 0;
    this.#openLines = [];
  }
}

/** About as many bytes as it takes in a batch. */
export function sizeOf({ key, value, headers }: Message): number {
  let size = recordOverhead + (key?.length ?? 0) + (value?.length ?? 0);
  for (const header of headers) size += header.key.length * 3 + (header.value?.length ?? 0) + 8;
  return size;
}
