import { crc32c } from './crc32c.js';
import type { Header, Message } from './model.js';
import { varint } from './varint.js';

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

/** What stands before the length, and it. */
export const lengthEnd = batchLayout.length + 4;

const noProducer = -1n;
const noEpoch = -1;
const magic = 2;

/** One batch of version 2, unpacked and outside of transactions, for Produce. @param messages one at least */
export function writeBatch(messages: readonly Message[]): Buffer {
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
  batch.writeBigInt64BE(noProducer, batchLayout.producerId);
  batch.writeInt16BE(noEpoch, batchLayout.producerEpoch);
  batch.writeInt32BE(-1, batchLayout.sequence);
  batch.writeInt32BE(messages.length, batchLayout.count);
  batch.writeUInt32BE(crc32c(batch.subarray(batchLayout.attributes)), batchLayout.crc);
  return batch;
}

function record({ key, value, headers }: Message, offsetDelta: number, timestampDelta: bigint): Buffer {
  const noAttributes = Buffer.alloc(1);
  const body = Buffer.concat([
    ...[noAttributes, varint(timestampDelta), varint(BigInt(offsetDelta))],
    ...[nullable(key), nullable(value)],
    ...[varint(BigInt(headers.length)), ...headers.map(header)],
  ]);
  return Buffer.concat([varint(BigInt(body.length)), body]);
}

function header({ key, value }: Header): Buffer {
  return Buffer.concat([nullable(Buffer.from(key)), nullable(value)]);
}

function nullable(bytes: Buffer | null): Buffer {
  return bytes === null ? varint(-1n) : Buffer.concat([varint(BigInt(bytes.length)), bytes]);
}
