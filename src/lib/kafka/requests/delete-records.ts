import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface DeleteRecordsRequest {
  readonly topics: readonly {
    readonly name: string;
    /** Everything before `before` goes; the first record kept is the one at that offset. */
    readonly partitions: readonly { readonly id: number; readonly before: bigint }[];
  }[];
  readonly timeoutMs: number;
}

export interface TrimmedPartition {
  readonly name: string;
  readonly partition: number;
  readonly error: ItemError | undefined;
}

/** Moves the beginning of partitions (KIP-107); asked of each partition's leader. */
export const deleteRecords: Api<DeleteRecordsRequest, readonly TrimmedPartition[]> = {
  key: 21,
  name: 'DeleteRecords',
  versions: [0, 1, 2],
  effect: 'change',
  flexibleFrom: 2,
  write(writer, request) {
    writer
      .array(request.topics, (out, topic) =>
        out
          .string(topic.name)
          .array(topic.partitions, (item, { id, before }) => item.int32(id).int64(before).endStructure())
          .endStructure(),
      )
      .int32(request.timeoutMs)
      .endStructure();
  },
  read(reader) {
    reader.int32(); // throttle time
    const trimmed = reader
      .array((topic) => {
        const name = topic.string();
        const partitions = topic.array((item) => {
          const partition = item.int32();
          item.int64(); // where it begins now
          const error = itemError(item.int16());
          item.endStructure();
          return { name, partition, error };
        });
        topic.endStructure();
        return partitions;
      })
      .flat();
    reader.endStructure();
    return trimmed;
  },
};
