import { crc32c } from './crc32c.js';
import type { Message } from './model.js';
import { longestVarint, varint, writeVarint } from './varint.js';

/** Where the parts of a batch begin: https://kafka.apache.org/documentation/#recordbatch */
export const batchLayout = {
  length: 8,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  firstTimestamp: 27,
  lastTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  sequence: 53,
  count: 57,
  records: 61,
} as const;

/** Of the attributes: which codec. */
export const codecBits = 0b111;

/** What stands before the length, and it. */
export const lengthEnd = batchLayout.length + 4;

const magic = 2;

/** Who wrote a batch idempotently, and the number of its first message among all that he wrote to the partition. */
export interface BatchSequence {
  readonly id: bigint;
  readonly epoch: number;
  readonly first: number;
}

/** Before which sequences begin at 0 again. */
export const sequenceLimit = 2 ** 31;

const noSequence: BatchSequence = { id: -1n, epoch: -1, first: -1 };

/** One batch of version 2, unpacked and outside of transactions, for Produce. @param messages one at least */
export function writeBatch(messages: readonly Message[], sequence = noSequence): Buffer {
  const [first] = messages;
  if (first === undefined) throw new RangeError('A batch has one message at least.');
  let latest = first.timestamp;
  for (const { timestamp } of messages) if (timestamp > latest) latest = timestamp;
  const records = messages.map((message, index) =>
    record(message, index, message.timestamp - first.timestamp),
  );
  const batch = Buffer.concat([Buffer.alloc(batchLayout.records), ...records]);
  batch.writeInt32BE(batch.length - lengthEnd, batchLayout.length);
  batch.writeInt32BE(-1, lengthEnd); // the leader's epoch, which the broker fills in
  batch.writeInt8(magic, batchLayout.magic);
  batch.writeInt32BE(messages.length - 1, batchLayout.lastOffsetDelta);
  batch.writeBigInt64BE(first.timestamp, batchLayout.firstTimestamp);
  batch.writeBigInt64BE(latest, batchLayout.lastTimestamp);
  batch.writeBigInt64BE(sequence.id, batchLayout.producerId);
  batch.writeInt16BE(sequence.epoch, batchLayout.producerEpoch);
  batch.writeInt32BE(sequence.first, batchLayout.sequence);
  batch.writeInt32BE(messages.length, batchLayout.count);
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
  return batch;
}

function record({ key, value, headers }: Message, offsetDelta: number, timestampDelta: bigint): Buffer {
  const noAttributes = 0;
  const parts = headers.map((one) => ({ key: Buffer.from(one.key), value: one.value }));
  const most =
    (parts.length * 2 + 7) * longestVarint +
    parts.reduce((sum, part) => sum + part.key.length + (part.value?.length ?? 0), 0) +
    (key?.length ?? 0) +
    (value?.length ?? 0);
  // In one piece: a message of a hundred bytes has ten numbers and more, each of which would be a buffer of its own.
  const bytes = Buffer.allocUnsafe(most);
  let end = bytes.writeUInt8(noAttributes, longestVarint);
  const nullable = (part: Buffer | null) => {
    end = writeVarint(bytes, end, part === null ? -1 : part.length);
    if (part !== null) end += part.copy(bytes, end);
  };
  end = writeVarint(bytes, end, timestampDelta);
  end = writeVarint(bytes, end, offsetDelta);
  nullable(key);
  nullable(value);
  end = writeVarint(bytes, end, parts.length);
  for (const part of parts) {
    nullable(part.key);
    nullable(part.value);
  }
  // Its length stands before it, right in front.
  const length = varint(BigInt(end - longestVarint));
  const start = longestVarint - length.length;
  length.copy(bytes, start);
  return bytes.subarray(start, end);
}
