import { MalformedResponseError } from '../wire/reader.js';
import { batchLayout, codecBits, lengthEnd } from './batch-layout.js';
import { crc32c } from './crc32c.js';
import { type Batch, codecs, type Unpack } from './model.js';
import { RecordReader } from './record-reader.js';
import { type RecordsHead, StoredRecord } from './stored-record.js';

const takesTimeOfAppend = 0b1000;
const transactionBit = 0b1_0000;
const controlBit = 0b10_0000;

/** Of one batch, that are made at once: few bytes may be packed from millions. */
const mostAtOnce = 50_000;

/** What it takes to know which version a batch is of. */
const shortest = batchLayout.magic + 1;

/**
 * The batches of a partition's answer to Fetch. A broker sends so many bytes, whatever ends there: a batch that is cut off
 * is left out, which may leave none at all. A batch may begin before the offset that was asked for.
 * @throws MalformedResponseError for a length that can't be true
 */
export function readBatches(bytes: Buffer, unpack: Unpack = {}): readonly Batch[] {
  return [...eachBatch(bytes, unpack)];
}

/** The same one after the other, so that the messages of one batch at a time are in memory, and of a large one a part of them. */
export function* eachBatch(bytes: Buffer, unpack: Unpack): Generator<Batch, void> {
  for (let rest = bytes; rest.length >= shortest; ) {
    const length = rest.readInt32BE(batchLayout.length);
    if (length < shortest - lengthEnd) throw new MalformedResponseError(`a batch of ${length} bytes`);
    const end = lengthEnd + length;
    if (end > rest.length) break;
    const batch = rest.subarray(0, end);
    rest = rest.subarray(end);
    yield* readBatch(batch, unpack, rest.length < 8 ? undefined : rest.readBigInt64BE(0));
  }
}

/** @param next where the batch after it begins, if it is known */
function* readBatch(bytes: Buffer, unpack: Unpack, next: bigint | undefined): Generator<Batch, void> {
  const baseOffset = bytes.readBigInt64BE(0);
  const magic = bytes.readInt8(batchLayout.magic);
  if (magic !== 2) return yield unreadable(baseOffset, `its format is version ${magic} and not 2`);
  if (bytes.length < batchLayout.records)
    return yield unreadable(baseOffset, 'it is shorter than its own head');
  if (bytes.readUInt32BE(batchLayout.crc) !== crc32c(bytes.subarray(batchLayout.attributes)))
    return yield {
      ...unreadable(baseOffset, "its checksum doesn't fit what it holds"),
      lastOffset: likelyEnd(bytes, next),
    };
  const attributes = bytes.readInt16BE(batchLayout.attributes);
  const codec = codecs[attributes & codecBits] ?? (`codec ${attributes & codecBits}` as const);
  const head = {
    ...{ baseOffset, codec },
    lastOffset: baseOffset + BigInt(bytes.readInt32BE(batchLayout.lastOffsetDelta)),
    isControl: (attributes & controlBit) !== 0,
    isTransactional: (attributes & transactionBit) !== 0,
    producerId: bytes.readBigInt64BE(batchLayout.producerId),
  };
  const packed = bytes.subarray(batchLayout.records);
  const unpacker = codec === 'none' ? (same: Buffer) => same : unpackerOf(codec, unpack);
  if (unpacker === undefined) return yield { ...head, messages: [], unread: `it is packed with ${codec}` };
  let first = baseOffset;
  try {
    for (const { messages, isLast } of readRecords(unpacker(packed), bytes, attributes)) {
      const end = isLast ? head.lastOffset : endOf(messages, head.lastOffset);
      yield { ...head, baseOffset: first, lastOffset: end, messages, unread: undefined };
      first = end + 1n;
    }
  } catch (error) {
    const why = error instanceof MalformedResponseError ? error.message : `${codec} can't be unpacked`;
    yield { ...head, baseOffset: first, messages: [], unread: why };
  }
}

function unpackerOf(codec: Exclude<Batch['codec'], 'none'>, unpack: Unpack) {
  return Object.hasOwn(unpack, codec) ? unpack[codec as keyof Unpack] : undefined;
}

/** Of a part of a batch, which ends at `last`. */
function endOf(messages: readonly StoredRecord[], last: bigint): bigint {
  const offset = messages.at(-1)?.offset ?? last;
  return offset < last ? offset : last;
}

interface SomeRecords {
  readonly messages: readonly StoredRecord[];
  readonly isLast: boolean;
}

/** Once at least. @throws MalformedResponseError */
function* readRecords(bytes: Buffer, batch: Buffer, attributes: number): Generator<SomeRecords, void> {
  const count = batch.readInt32BE(batchLayout.count);
  if (count < 0 || count > bytes.length)
    throw new MalformedResponseError(`${count} records in ${bytes.length} bytes`);
  const baseOffset = batch.readBigInt64BE(0);
  const firstTimestamp = batch.readBigInt64BE(batchLayout.firstTimestamp);
  const isAppended = (attributes & takesTimeOfAppend) !== 0;
  const appended = isAppended ? batch.readBigInt64BE(batchLayout.lastTimestamp) : undefined;
  const exact = { base: exactNumber(baseOffset), first: exactNumber(firstTimestamp) };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head: RecordsHead = { bytes, view, baseOffset, firstTimestamp, appended, ...exact };
  const reader = new RecordReader(bytes);
  let left: number = count;
  do {
    const messages: StoredRecord[] = [];
    for (const end = Math.max(0, left - mostAtOnce); left > end; left--)
      messages.push(new StoredRecord(head, reader));
    yield { messages, isLast: left === 0 };
  } while (left > 0);
}

/** NaN where a number doesn't have all of its digits. */
function exactNumber(value: bigint): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : Number.NaN;
}

/**
 * Of a batch that isn't as it was written. The broker finds batches by the same number, so it has nothing else to give up to there;
 * no batch reaches into the next one.
 */
function likelyEnd(batch: Buffer, next: bigint | undefined): bigint {
  const baseOffset = batch.readBigInt64BE(0);
  const end = baseOffset + BigInt(Math.max(0, batch.readInt32BE(batchLayout.lastOffsetDelta)));
  return next !== undefined && next > baseOffset && next <= end ? next - 1n : end;
}

function unreadable(baseOffset: bigint, unread: string): Batch {
  return {
    ...{ baseOffset, lastOffset: baseOffset, codec: 'none', isControl: false, isTransactional: false },
    ...{ producerId: -1n, messages: [], unread },
  };
}
