import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

export interface ProduceRequest {
  /** Those in sync at the time (`all`), or the leader alone. */
  readonly acks: 'all' | 'leader';
  /** For the other replicas; milliseconds. */
  readonly timeoutMs: number;
  readonly topics: readonly {
    readonly name: string;
    /** A partition stands once in a request, with one batch (`writeBatch`). */
    readonly partitions: readonly { readonly id: number; readonly batch: Buffer }[];
  }[];
}

export interface ProducedPartition {
  readonly name: string;
  readonly partition: number;
  readonly error: ItemError | undefined;
  /** Of the batch's first message; -1 where it wasn't taken. */
  readonly baseOffset: bigint;
  /** The first message that it wasn't taken for, where the broker says so (KIP-467). */
  readonly refusedMessage?: RefusedMessage | undefined;
}

export interface RefusedMessage {
  /** Its place in the batch, from 0. */
  readonly index: number;
  /** The broker's words. */
  readonly why: string | null;
}

const firstWithStartOffset = 5;
const firstWithMessages = 8;

/** Asked of each partition's leader. */
export const produce: Api<ProduceRequest, readonly ProducedPartition[]> = {
  key: 0,
  name: 'Produce',
  versions: [3, 4, 5, 6, 7, 8, 9],
  effect: 'change',
  flexibleFrom: 9,
  write(writer, { acks, timeoutMs, topics }) {
    const noTransaction = null;
    writer
      .nullableString(noTransaction)
      .int16(acks === 'all' ? -1 : 1)
      .int32(timeoutMs)
      .array(topics, (out, { name, partitions }) =>
        out
          .string(name)
          .array(partitions, (of, { id, batch }) => of.int32(id).nullableBytes(batch).endStructure())
          .endStructure(),
      )
      .endStructure();
  },
  read(reader, version) {
    const produced = reader.array((topic) => {
      const name = topic.string();
      const partitions = topic.array((item) => ({ name, ...readPartition(item, version) }));
      topic.endStructure();
      return partitions;
    });
    reader.int32(); // throttle time
    reader.endStructure();
    return produced.flat();
  },
};

function readPartition(reader: Reader, version: number): Omit<ProducedPartition, 'name'> {
  const partition = reader.int32();
  const code = reader.int16();
  const baseOffset = reader.int64();
  reader.int64(); // when it was appended
  if (version >= firstWithStartOffset) reader.int64();
  const hasMessages = version >= firstWithMessages;
  const [refusedMessage] = hasMessages ? reader.array(readRefused) : [];
  const message = hasMessages ? reader.nullableString() : null;
  reader.endStructure();
  return { partition, baseOffset, error: itemError(code, message), refusedMessage };
}

function readRefused(reader: Reader): RefusedMessage {
  const index = reader.int32();
  const why = reader.nullableString();
  reader.endStructure();
  return { index, why };
}
