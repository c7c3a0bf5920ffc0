import type { StoredRecord } from './stored-record.js';

/** A message, as a producer has it. */
export interface Message {
  /** Milliseconds since the epoch. */
  readonly timestamp: bigint;
  readonly key: Buffer | null;
  /** Null is a tombstone. */
  readonly value: Buffer | null;
  /** In their order; a key may come more than once. */
  readonly headers: readonly Header[];
}

export interface Header {
  readonly key: string;
  readonly value: Buffer | null;
}

/** A message, as a partition has it. */
export interface StoredMessage extends Message {
  readonly offset: bigint;
}

/** By their number in a batch: https://kafka.apache.org/documentation/#recordbatch */
export const codecs = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Codec = (typeof codecs)[number];

/** How the messages of a batch are unpacked: by codec, those that can be. */
export type Unpack = Readonly<Partial<Record<Exclude<Codec, 'none'>, (packed: Buffer) => Buffer>>>;

/**
 * A batch that was read, or a part of one that has very many messages. What can't be read is said, and is no error: what comes
 * after it can be.
 */
export interface Batch {
  readonly baseOffset: bigint;
  /** Of the last message that it had when it was written, compacted away or not. */
  readonly lastOffset: bigint;
  /** What its messages were packed with; `codec 5` for one that is newer than this table. */
  readonly codec: Codec | `codec ${number}`;
  /** Its messages are marks of transactions, which aren't for people. */
  readonly isControl: boolean;
  readonly isTransactional: boolean;
  readonly producerId: bigint;
  readonly messages: readonly StoredRecord[];
  /** Why its messages aren't there, a clause: `it is packed with zstd`. */
  readonly unread: string | undefined;
}
