import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

export interface FetchRequest {
  /** How long the leader waits for `minBytes`; milliseconds. */
  readonly maxWaitMs: number;
  readonly minBytes: number;
  /** Of the whole answer; a first batch that is larger comes all the same. */
  readonly maxBytes: number;
  readonly isolation: 'read uncommitted' | 'read committed';
  readonly topics: readonly {
    readonly name: string;
    readonly partitions: readonly {
      readonly id: number;
      readonly offset: bigint;
      readonly maxBytes: number;
    }[];
  }[];
}

export interface FetchedPartition {
  readonly name: string;
  readonly partition: number;
  readonly error: ItemError | undefined;
  /** After the last message that all replicas in sync have. */
  readonly highWatermark: bigint;
  /** After the last that belongs to no open transaction. */
  readonly lastStableOffset: bigint;
  readonly abortedTransactions: readonly { readonly producerId: bigint; readonly firstOffset: bigint }[];
  /** Batches for `readBatches`, which may begin before the offset that was asked for. */
  readonly records: Buffer;
}

const firstWithStartOffset = 5;
const firstWithSessions = 7;
const firstWithLeaderEpoch = 9;
const firstWithRacks = 11;

/** Asked of each partition's leader; without the sessions of KIP-227. */
export const fetchRecords: Api<FetchRequest, readonly FetchedPartition[]> = {
  key: 1,
  name: 'Fetch',
  versions: [4, 5, 6, 7, 8, 9, 10, 11],
  effect: 'read',
  write(writer, request, version) {
    const notAReplica = -1;
    const noSession = 0;
    const noEpoch = -1;
    const isCommitted = request.isolation === 'read committed';
    writer.int32(notAReplica).int32(request.maxWaitMs).int32(request.minBytes).int32(request.maxBytes);
    writer.int8(isCommitted ? 1 : 0);
    if (version >= firstWithSessions) writer.int32(noSession).int32(noEpoch);
    writer.array(request.topics, (out, { name, partitions }) =>
      out.string(name).array(partitions, (of, { id, offset, maxBytes }) => {
        of.int32(id);
        if (version >= firstWithLeaderEpoch) of.int32(noEpoch);
        of.int64(offset);
        if (version >= firstWithStartOffset) of.int64(-1n); // where a replica's log begins
        of.int32(maxBytes);
      }),
    );
    if (version >= firstWithSessions) writer.array([], () => {}); // forgotten topics of a session
    if (version >= firstWithRacks) writer.string(''); // the client's rack
  },
  read(reader, version) {
    reader.int32(); // throttle time
    const refusal = version >= firstWithSessions ? itemError(reader.int16()) : undefined;
    if (version >= firstWithSessions) reader.int32(); // the session
    return reader
      .array((topic) => {
        const name = topic.string();
        return topic.array((item) => {
          const fetched = readPartition(item, version);
          return { name, ...fetched, error: fetched.error ?? refusal };
        });
      })
      .flat();
  },
};

function readPartition(reader: Reader, version: number): Omit<FetchedPartition, 'name'> {
  const partition = reader.int32();
  const error = itemError(reader.int16());
  const highWatermark = reader.int64();
  const lastStableOffset = reader.int64();
  if (version >= firstWithStartOffset) reader.int64();
  const abortedTransactions = reader.array((item) => ({
    producerId: item.int64(),
    firstOffset: item.int64(),
  }));
  if (version >= firstWithRacks) reader.int32(); // a replica that is nearer
  const records = reader.nullableBytes() ?? Buffer.alloc(0);
  return { partition, error, highWatermark, lastStableOffset, abortedTransactions, records };
}
