import { MalformedResponseError } from '../wire/reader.js';
import { readVarint } from './varint.js';

/** A number of so many bytes fits into what JavaScript shifts. */
const shortNumber = 4;

/** Walks over what records are made of, and makes nothing of it; every length is held against what is left. */
export class RecordReader {
  readonly #bytes: Buffer;
  /** Where the next number or part begins. */
  at = 0;
  /** Where what may be read ends. */
  end: number;

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes;
    this.at = at;
    this.end = bytes.length;
  }

  /** Exact within 53 bits, which is more than any length or count can have. */
  number(): number {
    const bytes = this.#bytes;
    let zigzag = 0;
    for (let index = 0; index < shortNumber; index++) {
      const byte = bytes[this.at + index] ?? 0x80;
      zigzag |= (byte & 0x7f) << (7 * index);
      if (byte >= 0x80) continue;
      this.at += index + 1;
      return (zigzag >>> 1) ^ -(zigzag & 1);
    }
    return Number(this.varint());
  }

  varint(): bigint {
    const { value, end } = readVarint(this.#bytes, this.at);
    this.at = end;
    return value;
  }

  /** Passes over so many bytes. @returns where they begin */
  skip(count: number): number {
    const start = this.at;
    const left = this.end - start;
    if (!(count >= 0 && count <= left))
      throw new MalformedResponseError(`a record has ${count} bytes where ${Math.max(0, left)} are left`);
    this.at = start + count;
    return start;
  }

  /** Passes over a part that begins with its length. @returns where it begins; -1 for null */
  part(): number {
    const length = this.number();
    return length === -1 ? -1 : this.skip(length);
  }
}
