import { batchLayout, lengthEnd } from './batch-layout.js';
import { crc32c } from './crc32c.js';
import type { Header, Message } from './model.js';
import { longestVarint, varint, writeVarint } from './varint.js';

/** Who wrote a batch idempotently, and the number of its first message among all that he wrote to the partition. */
export interface BatchSequence {
  readonly id: bigint;
  readonly epoch: number;
  readonly first: number;
}

const magic = 2;
/** What a buffer begins with. */
const leastRoom = 4 * 1024;
/** A larger one grows twofold, a smaller one fourfold: most end small, or as large as batches become. */
const largeRoom = 1024 * 1024;
/** Fewer bytes are copied sooner one by one. */
const fewBytes = 24;
const noHeaders: readonly EncodedHeader[] = [];

interface EncodedHeader {
  readonly key: Buffer;
  readonly value: Buffer | null;
}

/**
 * A batch of version 2 that grows, unpacked and outside of transactions, for Produce. Messages are written to their place at
 * once, and nothing of them is kept.
 * https://kafka.apache.org/documentation/#recordbatch
 */
export class BatchBuilder {
  #bytes = Buffer.allocUnsafeSlow(leastRoom);
  #end: number = batchLayout.records;
  #count = 0;
  #first = 0n;
  #latest = 0n;

  /** Messages in it. */
  get count(): number {
    return this.#count;
  }

  /** What it takes, with its head. */
  get size(): number {
    return this.#end;
  }

  add({ timestamp, key, value, headers }: Message): void {
    if (this.#count === 0) this.#first = this.#latest = timestamp;
    else if (timestamp > this.#latest) this.#latest = timestamp;
    const delta = timestamp === this.#first ? 0 : shortened(timestamp - this.#first);
    const encoded = headers.length === 0 ? noHeaders : headers.map(encodedHeader);
    const contents = 1 + sizeOfNumber(delta) + sizeOfRest(this.#count, key, value, encoded);
    const bytes = this.#room(contents + longestVarint);
    let end = writeVarint(bytes, this.#end, contents);
    bytes[end++] = 0; // no attributes
    end = writeVarint(bytes, end, delta);
    end = writeVarint(bytes, end, this.#count);
    end = writeNullable(bytes, end, key);
    end = writeNullable(bytes, end, value);
    end = writeVarint(bytes, end, encoded.length);
    for (const header of encoded) {
      end = writeNullable(bytes, end, header.key);
      end = writeNullable(bytes, end, header.value);
    }
    this.#end = end;
    this.#count += 1;
  }

  /** What Produce sends. It is the builder's own memory, to which nothing may be added then. */
  finish({ id, epoch, first }: BatchSequence): Buffer {
    const batch = this.#bytes.subarray(0, this.#end);
    batch.writeBigInt64BE(0n); // the first offset, which the broker fills in
    batch.writeInt32BE(batch.length - lengthEnd, batchLayout.length);
    batch.writeInt32BE(-1, lengthEnd); // the leader's epoch, which the broker fills in
    batch.writeInt8(magic, batchLayout.magic);
    batch.writeInt16BE(0, batchLayout.attributes);
    batch.writeInt32BE(this.#count - 1, batchLayout.lastOffsetDelta);
    batch.writeBigInt64BE(this.#first, batchLayout.firstTimestamp);
    batch.writeBigInt64BE(this.#latest, batchLayout.lastTimestamp);
    batch.writeBigInt64BE(id, batchLayout.producerId);
    batch.writeInt16BE(epoch, batchLayout.producerEpoch);
    batch.writeInt32BE(first, batchLayout.sequence);
    batch.writeInt32BE(this.#count, batchLayout.count);
    batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
    return batch;
  }

  #room(bytes: number): Buffer {
    const needed = this.#end + bytes;
    const has = this.#bytes.length;
    if (needed <= has) return this.#bytes;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, has * (has < largeRoom ? 4 : 2)));
    this.#bytes.copy(grown, 0, 0, this.#end);
    this.#bytes = grown;
    return grown;
  }
}

let lastKey = { text: '', bytes: Buffer.alloc(0) };

/** One message after the other has the same headers, as a rule. */
function encodedHeader({ key, value }: Header): EncodedHeader {
  if (key !== lastKey.text) lastKey = { text: key, bytes: Buffer.from(key) };
  return { key: lastKey.bytes, value };
}

/** Of what stands behind the timestamp. */
function sizeOfRest(
  offset: number,
  key: Buffer | null,
  value: Buffer | null,
  headers: readonly EncodedHeader[],
): number {
  let size =
    sizeOfNumber(offset) + sizeOfNullable(key) + sizeOfNullable(value) + sizeOfNumber(headers.length);
  for (const header of headers) size += sizeOfNullable(header.key) + sizeOfNullable(header.value);
  return size;
}

function sizeOfNullable(part: Buffer | null): number {
  return part === null ? 1 : sizeOfNumber(part.length) + part.length;
}

/** What `writeVarint` takes for it. */
function sizeOfNumber(value: number | bigint): number {
  const zigzag = value < 0 ? -2 * Number(value) - 1 : 2 * Number(value);
  if (zigzag < 2 ** 7) return 1;
  if (zigzag < 2 ** 14) return 2;
  if (zigzag < 2 ** 21) return 3;
  return typeof value === 'bigint' ? varint(value).length : zigzag < 2 ** 28 ? 4 : 5;
}

/** A number where it is one that `writeVarint` writes without making a BigInt. */
function shortened(value: bigint): number | bigint {
  const short = Number(value);
  return Math.abs(short) < 2 ** 29 ? short : value;
}

function writeNullable(to: Buffer, at: number, part: Buffer | null): number {
  if (part === null) {
    to[at] = 1; // -1
    return at + 1;
  }
  const start = writeVarint(to, at, part.length);
  if (part.length > fewBytes) to.set(part, start);
  else for (let index = 0; index < part.length; index++) to[start + index] = part[index] ?? 0;
  return start + part.length;
}
