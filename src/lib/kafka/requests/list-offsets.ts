import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface ListOffsetsRequest {
  readonly topics: readonly { name: string; partitions: readonly number[] }[];
  /** Milliseconds since the epoch, or one of `offsetOf`. */
  readonly timestamp: bigint;
  /** Where `latest` is: for `read committed` before the first transaction that is still open. Uncommitted when left out. */
  readonly isolation?: 'read uncommitted' | 'read committed';
}

/** The two ends of a partition, in place of a timestamp. */
export const offsetOf = { latest: -1n, earliest: -2n } as const;

export interface PartitionOffset {
  readonly name: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly error: ItemError | undefined;
}

/** Asked of each partition's leader. */
export const listOffsets: Api<ListOffsetsRequest, readonly PartitionOffset[]> = {
  key: 2,
  name: 'ListOffsets',
  versions: [2, 3],
  effect: 'read',
  write(writer, request) {
    const notAReplica = -1;
    writer
      .int32(notAReplica)
      .int8(request.isolation === 'read committed' ? 1 : 0)
      .array(request.topics, (out, topic) =>
        out
          .string(topic.name)
          .array(topic.partitions, (partitions, id) => partitions.int32(id).int64(request.timestamp)),
      );
  },
  read(reader) {
    reader.int32(); // throttle time
    return reader
      .array((topic) => {
        const name = topic.string();
        return topic.array((item) => {
          const partition = item.int32();
          const error = itemError(item.int16());
          item.int64(); // the timestamp of the offset found
          return { name, partition, error, offset: item.int64() };
        });
      })
      .flat();
  },
};
