import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

export interface OffsetFetchRequest {
  /** Version 5 takes exactly one. */
  readonly groups: readonly string[];
}

export interface CommittedOffset {
  readonly name: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface GroupOffsets {
  readonly group: string;
  readonly error: ItemError | undefined;
  readonly offsets: readonly CommittedOffset[];
}

/** From this version on one request asks for many groups (KIP-709). */
export const firstWithManyGroups = 8;

function readTopics(reader: Reader): CommittedOffset[] {
  return reader
    .array((topic) => {
      const name = topic.string();
      const partitions = topic.array((item) => {
        const committed = { name, partition: item.int32(), offset: item.int64() };
        item.int32(); // leader epoch
        item.nullableString(); // the committer's metadata
        item.int16(); // the partition's error, always that of the group
        item.endStructure();
        return committed;
      });
      topic.endStructure();
      return partitions;
    })
    .flat()
    .filter((committed) => committed.offset >= 0n);
}

/** Every offset that groups have committed, asked of their coordinator; many groups in one request from version 8 on (KIP-709). */
export const offsetFetch: Api<OffsetFetchRequest, readonly GroupOffsets[]> = {
  key: 9,
  name: 'OffsetFetch',
  versions: [5, 8],
  effect: 'read',
  flexibleFrom: 6,
  write(writer, request, version) {
    if (version < firstWithManyGroups) {
      writer.string(request.groups[0] ?? '').nullableArray(null, () => {});
      return;
    }
    const requireStable = false;
    writer
      .array(request.groups, (out, group) =>
        out
          .string(group)
          .nullableArray(null, () => {})
          .endStructure(),
      )
      .boolean(requireStable)
      .endStructure();
  },
  read(reader, version) {
    reader.int32(); // throttle time
    if (version < firstWithManyGroups) {
      const offsets = readTopics(reader);
      return [{ group: '', offsets, error: itemError(reader.int16()) }];
    }
    const groups = reader.array((item) => {
      const group = item.string();
      const offsets = readTopics(item);
      const error = itemError(item.int16());
      item.endStructure();
      return { group, offsets, error };
    });
    reader.endStructure();
    return groups;
  },
};
