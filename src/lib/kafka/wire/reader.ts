/** A response ended early, or holds a length that can't be true: the peer doesn't speak this version of Kafka. */
export class MalformedResponseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MalformedResponseError';
  }
}

/**
 * Reads the primitive types of the Kafka protocol from one response.
 * Every length is checked against what is left, so a hostile answer can't make us allocate or loop.
 *
 * @see https://kafka.apache.org/protocol#protocol_types
 */
export class Reader {
  readonly #buffer: Buffer;
  readonly #flexible: boolean;
  #offset = 0;

  constructor(buffer: Buffer, flexible: boolean) {
    this.#buffer = buffer;
    this.#flexible = flexible;
  }

  get remaining(): number {
    return this.#buffer.length - this.#offset;
  }

  int8(): number {
    return this.#buffer.readInt8(this.#take(1));
  }

  int16(): number {
    return this.#buffer.readInt16BE(this.#take(2));
  }

  int32(): number {
    return this.#buffer.readInt32BE(this.#take(4));
  }

  int64(): bigint {
    return this.#buffer.readBigInt64BE(this.#take(8));
  }

  boolean(): boolean {
    return this.int8() !== 0;
  }

  string(): string {
    const value = this.nullableString();
    if (value === null) throw new MalformedResponseError('a text that must be there is null');
    return value;
  }

  nullableString(): string | null {
    const size = this.#stringLength();
    if (size < 0) return null;
    const start = this.#take(size);
    return this.#buffer.toString('utf8', start, start + size);
  }

  /** Passes over a text without decoding it. */
  skipString(): void {
    this.#take(Math.max(0, this.#stringLength()));
  }

  /** A view of what is read, not a copy. */
  nullableBytes(): Buffer | null {
    const size = this.#flexible ? this.#unsignedVarint() - 1 : this.int32();
    if (size < 0) return null;
    const start = this.#take(size);
    return this.#buffer.subarray(start, start + size);
  }

  array<Item>(read: (reader: this) => Item): Item[] {
    return this.nullableArray(read) ?? [];
  }

  nullableArray<Item>(read: (reader: this) => Item): Item[] | null {
    const count = this.#flexible ? this.#unsignedVarint() - 1 : this.int32();
    if (count < 0) return null;
    if (count > this.remaining) throw new MalformedResponseError(`${count} items in ${this.remaining} bytes`);
    const items: Item[] = [];
    for (let index = 0; index < count; index++) items.push(read(this));
    return items;
  }

  /** Ends a structure: passes over the tagged fields of flexible versions. */
  endStructure(): void {
    this.endWithTags({});
  }

  /** The same for a structure some of whose tagged fields matter: each is read alone, by its tag. */
  endWithTags(fields: Readonly<Record<number, (field: Reader) => void>>): void {
    if (!this.#flexible) return;
    for (let left = this.#unsignedVarint(); left > 0; left--) {
      const tag = this.#unsignedVarint();
      const size = this.#unsignedVarint();
      const start = this.#take(size);
      fields[tag]?.(new Reader(this.#buffer.subarray(start, start + size), true));
    }
  }

  #stringLength(): number {
    return this.#flexible ? this.#unsignedVarint() - 1 : this.int16();
  }

  #unsignedVarint(): number {
    let value = 0;
    for (let shift = 0; shift <= 28; shift += 7) {
      const byte = this.#buffer.readUInt8(this.#take(1));
      value |= (byte & 0x7f) << shift;
      if ((byte & 0x80) === 0) return value >>> 0;
    }
    throw new MalformedResponseError('a length of more than 32 bits');
  }

  #take(bytes: number): number {
    if (bytes > this.remaining) {
      throw new MalformedResponseError(`${bytes} bytes wanted where ${this.remaining} are left`);
    }
    const start = this.#offset;
    this.#offset += bytes;
    return start;
  }
}
