import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

export interface DescribeLogDirsRequest {
  /** Null asks for all topics. */
  readonly topics: readonly { name: string; partitions: readonly number[] }[] | null;
}

export interface ReplicaSize {
  readonly name: string;
  readonly partition: number;
  readonly bytes: bigint;
}

/** The volume that a directory is on; undefined where the broker doesn't say. */
export interface LogVolume {
  readonly totalBytes: bigint | undefined;
  readonly usableBytes: bigint | undefined;
}

export interface DescribeLogDirsResponse {
  /** Of the whole request, and of directories. */
  readonly errors: readonly ItemError[];
  readonly replicas: readonly ReplicaSize[];
  /** One for each directory that is in use. None, and no error: before version 3 that is how a missing right looks. */
  readonly volumes: readonly LogVolume[];
}

const firstWithError = 3;
const firstWithVolumes = 4;

/** How many bytes each replica takes on the broker that is asked (KIP-113), and on what volumes (KIP-827). */
export const describeLogDirs: Api<DescribeLogDirsRequest, DescribeLogDirsResponse> = {
  key: 35,
  name: 'DescribeLogDirs',
  versions: [1, 2, 3, 4],
  effect: 'read',
  flexibleFrom: 2,
  write(writer, request) {
    writer.nullableArray(request.topics, (out, topic) =>
      out
        .string(topic.name)
        .array(topic.partitions, (ids, id) => ids.int32(id))
        .endStructure(),
    );
    writer.endStructure();
  },
  read(reader, version) {
    reader.int32(); // throttle time
    const whole = version >= firstWithError ? itemError(reader.int16()) : undefined;
    const directories = reader.array((item) => readDirectory(item, version));
    reader.endStructure();
    const failures = directories.flatMap(({ error }) => (error === undefined ? [] : [error]));
    return {
      errors: whole === undefined ? failures : [whole, ...failures],
      replicas: directories.flatMap(({ replicas }) => replicas),
      volumes: directories.flatMap(({ error, volume }) => (error === undefined ? [volume] : [])),
    };
  },
};

function readDirectory(reader: Reader, version: number) {
  const error = itemError(reader.int16());
  reader.skipString(); // its path
  const replicas = reader.array(readTopic).flat();
  const volume =
    version >= firstWithVolumes
      ? { totalBytes: known(reader.int64()), usableBytes: known(reader.int64()) }
      : { totalBytes: undefined, usableBytes: undefined };
  reader.endStructure();
  return { error, replicas, volume };
}

function readTopic(reader: Reader): ReplicaSize[] {
  const name = reader.string();
  const replicas = reader.array((item) => {
    const replica = { name, partition: item.int32(), bytes: item.int64() };
    item.int64(); // offset lag
    item.boolean(); // a replica that is being moved between directories
    item.endStructure();
    return replica;
  });
  reader.endStructure();
  return replicas;
}

/** -1 stands for unknown. */
function known(bytes: bigint): bigint | undefined {
  return bytes < 0n ? undefined : bytes;
}
