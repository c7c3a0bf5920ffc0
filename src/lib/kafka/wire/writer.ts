const initialCapacity = 512;

/**
 * Writes the primitive types of the Kafka protocol into one growing buffer.
 * A flexible writer uses the compact encodings and tagged fields of KIP-482; the calls are the same,
 * so one description of a request serves old and new versions.
 *
 * @see https://kafka.apache.org/protocol#protocol_types
 */
export class Writer {
  readonly #flexible: boolean;
  #buffer = Buffer.allocUnsafe(initialCapacity);
  #length = 0;

  constructor(flexible: boolean) {
    this.#flexible = flexible;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  int8(value: number): this {
    this.#length = this.#room(1).writeInt8(value, this.#length);
    return this;
  }

  int16(value: number): this {
    this.#length = this.#room(2).writeInt16BE(value, this.#length);
    return this;
  }

  int32(value: number): this {
    this.#length = this.#room(4).writeInt32BE(value, this.#length);
    return this;
  }

  int64(value: bigint): this {
    this.#length = this.#room(8).writeBigInt64BE(value, this.#length);
    return this;
  }

  boolean(value: boolean): this {
    return this.int8(value ? 1 : 0);
  }

  string(value: string): this {
    const size = Buffer.byteLength(value);
    if (this.#flexible) this.#unsignedVarint(size + 1);
    else this.int16(size);
    this.#room(size).write(value, this.#length);
    this.#length += size;
    return this;
  }

  nullableString(value: string | null): this {
    if (value !== null) return this.string(value);
    return this.#flexible ? this.#unsignedVarint(0) : this.int16(-1);
  }

  nullableBytes(value: Buffer | null): this {
    const size = value === null ? -1 : value.length;
    if (this.#flexible) this.#unsignedVarint(size + 1);
    else this.int32(size);
    if (value === null) return this;
    value.copy(this.#room(size), this.#length);
    this.#length += size;
    return this;
  }

  array<Item>(items: readonly Item[], write: (writer: this, item: Item) => void): this {
    if (this.#flexible) this.#unsignedVarint(items.length + 1);
    else this.int32(items.length);
    for (const item of items) write(this, item);
    return this;
  }

  nullableArray<Item>(items: readonly Item[] | null, write: (writer: this, item: Item) => void): this {
    if (items !== null) return this.array(items, write);
    return this.#flexible ? this.#unsignedVarint(0) : this.int32(-1);
  }

  /** Ends a structure: an empty tagged-field section in flexible versions, nothing in the others. */
  endStructure(): this {
    return this.#flexible ? this.#unsignedVarint(0) : this;
  }

  #unsignedVarint(value: number): this {
    let rest = value;
    while (rest > 0x7f) {
      this.#uint8((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.#uint8(rest);
  }

  #uint8(value: number): this {
    this.#length = this.#room(1).writeUInt8(value, this.#length);
    return this;
  }

  #room(bytes: number): Buffer {
    if (this.#length + bytes > this.#buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + bytes));
      this.#buffer.copy(grown, 0, 0, this.#length);
      this.#buffer = grown;
    }
    return this.#buffer;
  }
}
