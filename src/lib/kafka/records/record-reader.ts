import { MalformedResponseError } from '../wire/reader.js';
import { readVarint } from './varint.js';

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
    const { value, end } = readVarint(this.#bytes, this.#at);
    this.#at = end;
    return value;
  }

  /** So many bytes, as a view of what is read. */
  take(count: bigint): Buffer {
    if (count < 0n || count > BigInt(this.remaining))
      throw new MalformedResponseError(`a record has ${count} bytes where ${this.remaining} are left`);
    const start = this.#at;
    this.#at += Number(count);
    return this.#bytes.subarray(start, this.#at);
  }

  nullable(): Buffer | null {
    const length = this.varint();
    return length === -1n ? null : this.take(length);
  }

  /** As many as the number before them says. */
  list<Item>(read: () => Item): readonly Item[] {
    const count = this.varint();
    if (count < 0n || count > BigInt(this.remaining))
      throw new MalformedResponseError(`${count} headers in ${this.remaining} bytes`);
    return Array.from({ length: Number(count) }, read);
  }
}
