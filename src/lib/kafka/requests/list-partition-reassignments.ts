import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

export interface ListPartitionReassignmentsRequest {
  readonly timeoutMs: number;
}

export interface OngoingReassignment {
  readonly name: string;
  readonly partition: number;
  /** All of them for now: those that stay, those being added and those being removed. */
  readonly replicas: readonly number[];
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

export interface OngoingReassignments {
  readonly error: ItemError | undefined;
  readonly partitions: readonly OngoingReassignment[];
}

const int32 = (reader: Reader) => reader.int32();

/** Every replica move that is running in the cluster (KIP-455). */
export const listPartitionReassignments: Api<ListPartitionReassignmentsRequest, OngoingReassignments> = {
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [0],
  effect: 'read',
  flexibleFrom: 0,
  write(writer, request) {
    writer
      .int32(request.timeoutMs)
      .nullableArray(null, () => {}) // null: all topics
      .endStructure();
  },
  read(reader) {
    reader.int32(); // throttle time
    const error = itemError(reader.int16(), reader.nullableString());
    const topics = reader.array((topic) => {
      const name = topic.string();
      const partitions = topic.array((item) => {
        const reassignment = {
          name,
          partition: item.int32(),
          replicas: item.array(int32),
          adding: item.array(int32),
          removing: item.array(int32),
        };
        item.endStructure();
        return reassignment;
      });
      topic.endStructure();
      return partitions;
    });
    reader.endStructure();
    return { error, partitions: topics.flat() };
  },
};
