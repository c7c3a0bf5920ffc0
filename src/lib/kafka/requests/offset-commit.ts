import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { CommittedOffset } from './offset-fetch.js';

export interface OffsetCommitRequest {
  readonly group: string;
  readonly offsets: readonly CommittedOffset[];
}

export interface CommittedPartition {
  readonly name: string;
  readonly partition: number;
  readonly error: ItemError | undefined;
}

const firstWithLeaderEpochs = 6;
const firstWithInstances = 7;

/**
 * Sets offsets of a group without being its member, asked of its coordinator. While the group has members, every partition
 * is refused with UNKNOWN_MEMBER_ID.
 */
export const offsetCommit: Api<OffsetCommitRequest, readonly CommittedPartition[]> = {
  key: 8,
  name: 'OffsetCommit',
  versions: [5, 6, 7],
  effect: 'change',
  write(writer, { group, offsets }, version) {
    const noGeneration = -1;
    const nobody = '';
    const unknownEpoch = -1;
    writer.string(group).int32(noGeneration).string(nobody);
    if (version >= firstWithInstances) writer.nullableString(null);
    const byTopic = new Map<string, CommittedOffset[]>();
    for (const one of offsets) {
      const own = byTopic.get(one.name) ?? [];
      byTopic.set(one.name, own);
      own.push(one);
    }
    writer.array([...byTopic], (topics, [name, partitions]) =>
      topics.string(name).array(partitions, (out, { partition, offset }) => {
        out.int32(partition).int64(offset);
        if (version >= firstWithLeaderEpochs) out.int32(unknownEpoch);
        out.nullableString(null); // words of the one who commits
      }),
    );
  },
  read(reader) {
    reader.int32(); // throttle time
    return reader
      .array((topic) => {
        const name = topic.string();
        return topic.array((item) => ({
          ...{ name, partition: item.int32(), error: itemError(item.int16()) },
        }));
      })
      .flat();
  },
};
