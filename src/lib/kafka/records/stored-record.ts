import { MalformedResponseError } from '../wire/reader.js';
import type { Header, StoredMessage } from './model.js';
import { RecordReader } from './record-reader.js';

/** The same bytes in two ways: each is faster at something. */
export interface ViewedBytes {
  readonly bytes: Buffer;
  readonly view: DataView;
}

/** What the records of a batch have in common: all of their bytes, unpacked, and where they begin. */
export interface RecordsHead extends ViewedBytes {
  readonly baseOffset: bigint;
  /** Milliseconds since the epoch. */
  readonly firstTimestamp: bigint;
  /** Where the broker's time counts, for all of them. */
  readonly appended: bigint | undefined;
  /** `baseOffset` as a number; NaN from 2^53 on, where that isn't exact. */
  readonly base: number;
  /** `firstTimestamp` in the same way. */
  readonly first: number;
}

/**
 * A message as places in its batch: what nobody asks for is not made, since at a million of them a second every object counts. Keys
 * and values are views, which hold the whole batch.
 */
export class StoredRecord implements StoredMessage {
  /** What its places are of. */
  readonly head: RecordsHead;
  readonly #offsetDelta: number;
  readonly #timeAt: number;
  readonly #timeDelta: number;
  /** -1 for null. */
  readonly keyAt: number;
  readonly keyEnd: number;
  /** -1 for null. */
  readonly valueAt: number;
  readonly valueEnd: number;
  readonly headerCount: number;
  readonly #headersAt: number;

  /**
   * The one that begins where the reader is, which stands behind it then.
   * @throws MalformedResponseError for a length that can't be true
   */
  constructor(head: RecordsHead, reader: RecordReader) {
    const length = reader.number();
    const start = reader.skip(length);
    const end = reader.at;
    const all = reader.end;
    reader.at = start;
    reader.end = end;
    this.head = head;
    reader.skip(1); // attributes, of which there are none yet
    this.#timeAt = reader.at;
    this.#timeDelta = reader.number();
    this.#offsetDelta = reader.number();
    this.keyAt = reader.part();
    this.keyEnd = reader.at;
    this.valueAt = reader.part();
    this.valueEnd = reader.at;
    this.headerCount = reader.number();
    this.#headersAt = reader.at;
    if (this.headerCount !== 0) skipHeaders(reader, this.headerCount);
    if (reader.at > end) throw new MalformedResponseError('a record is longer than it says');
    reader.at = end;
    reader.end = all;
  }

  get offset(): bigint {
    return this.head.baseOffset + BigInt(this.#offsetDelta);
  }

  /** The offset, where a number has all of its digits, as in any real log. */
  get exactOffset(): number | undefined {
    return exactSum(this.head.base, this.#offsetDelta);
  }

  get timestamp(): bigint {
    const { bytes, firstTimestamp, appended } = this.head;
    return appended ?? firstTimestamp + new RecordReader(bytes, this.#timeAt).varint();
  }

  /** In the same way. */
  get exactTimestamp(): number | undefined {
    const { appended, first } = this.head;
    return appended === undefined ? exactSum(first, this.#timeDelta) : exactSum(Number(appended), 0);
  }

  get key(): Buffer | null {
    return this.keyAt < 0 ? null : this.head.bytes.subarray(this.keyAt, this.keyEnd);
  }

  get value(): Buffer | null {
    return this.valueAt < 0 ? null : this.head.bytes.subarray(this.valueAt, this.valueEnd);
  }

  get headers(): readonly Header[] {
    const reader = new RecordReader(this.head.bytes, this.#headersAt);
    const next = () => {
      const start = reader.part();
      return start < 0 ? null : this.head.bytes.subarray(start, reader.at);
    };
    return Array.from({ length: this.headerCount }, () => ({
      key: next()?.toString('utf8') ?? '',
      value: next(),
    }));
  }
}

/** Numbers that were rounded may have a sum that looks exact. */
function exactSum(first: number, delta: number): number | undefined {
  const sum = first + delta;
  return Number.isSafeInteger(delta) && Number.isSafeInteger(sum) ? sum : undefined;
}

function skipHeaders(reader: RecordReader, count: number): void {
  const left = reader.end - reader.at;
  if (count < 0 || count > left) throw new MalformedResponseError(`${count} headers in ${left} bytes`);
  for (let index = 0; index < count; index++) {
    reader.part();
    reader.part();
  }
}
