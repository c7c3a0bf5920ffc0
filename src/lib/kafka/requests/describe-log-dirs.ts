import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface DescribeLogDirsRequest {
  readonly topics: readonly { name: string; partitions: readonly number[] }[];
}

export interface ReplicaSize {
  readonly name: string;
  readonly partition: number;
  readonly bytes: bigint;
}

export interface DescribeLogDirsResponse {
  readonly errors: readonly ItemError[];
  readonly replicas: readonly ReplicaSize[];
}

/** How many bytes each replica takes on the broker that is asked (KIP-113). */
export const describeLogDirs: Api<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  key: 35,
  name: 'DescribeLogDirs',
  versions: [1],
  effect: 'read',
  write(writer, request) {
    writer.nullableArray(request.topics, (out, topic) =>
      out.string(topic.name).array(topic.partitions, (ids, id) => ids.int32(id)),
    );
  },
  read(reader) {
    reader.int32(); // throttle time
    const errors: ItemError[] = [];
    const directories = reader.array((directory) => {
      const error = itemError(directory.int16());
      if (error !== undefined) errors.push(error);
      directory.skipString(); // its path
      return directory
        .array((topic) => {
          const name = topic.string();
          return topic.array((item) => {
            const replica = { name, partition: item.int32(), bytes: item.int64() };
            item.int64(); // offset lag
            item.boolean(); // a replica that is being moved between directories
            return replica;
          });
        })
        .flat();
    });
    return { errors, replicas: directories.flat() };
  },
};
