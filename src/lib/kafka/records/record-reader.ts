import { MalformedResponseError } from '../wire/reader.js';
import { readShortVarint, readVarint } from './varint.js';

/** Reads what records are made of; every length is held against what is left. */
export class RecordReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length - this.#at;
  }

  varint(): bigint {
    const short = readShortVarint(this.#bytes, this.#at);
    const { value, end } = short ?? readVarint(this.#bytes, this.#at);
    this.#at = end;
    return BigInt(value);
  }

  /** A number that counts or measures something in this batch, as lengths do. */
  number(): number {
    const short = readShortVarint(this.#bytes, this.#at);
    if (short === undefined) return Number(this.varint());
    this.#at = short.end;
    return short.value;
  }

  /** So many bytes, as a view of what is read. */
  take(count: number): Buffer {
    if (count < 0 || count > this.remaining)
      throw new MalformedResponseError(`a record has ${count} bytes where ${this.remaining} are left`);
    const start = this.#at;
    this.#at += count;
    return this.#bytes.subarray(start, this.#at);
  }

  nullable(): Buffer | null {
    const length = this.number();
    return length === -1 ? null : this.take(length);
  }

  /** As many as the number before them says. */
  list<Item>(read: () => Item): readonly Item[] {
    const count = this.number();
    if (count === 0) return [];
    if (count < 0 || count > this.remaining)
      throw new MalformedResponseError(`${count} headers in ${this.remaining} bytes`);
    return Array.from({ length: count }, read);
  }
}
