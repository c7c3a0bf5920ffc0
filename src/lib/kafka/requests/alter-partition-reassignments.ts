import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface PartitionTarget {
  readonly partition: number;
  /** Broker ids, the preferred leader first. */
  readonly replicas: readonly number[];
}

export interface TopicReassignment {
  readonly name: string;
  readonly partitions: readonly PartitionTarget[];
}

export interface AlterPartitionReassignmentsRequest {
  readonly topics: readonly TopicReassignment[];
  readonly timeoutMs: number;
}

export interface ReassignmentResponse {
  readonly error: ItemError | undefined;
  readonly results: readonly { name: string; partition: number; error: ItemError | undefined }[];
}

/** Moves replicas (KIP-455). The answer means "begun"; the end is seen in ListPartitionReassignments. */
export const alterPartitionReassignments: Api<AlterPartitionReassignmentsRequest, ReassignmentResponse> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [0],
  effect: 'change',
  flexibleFrom: 0,
  write(writer, request) {
    writer.int32(request.timeoutMs).array(request.topics, (out, topic) =>
      out
        .string(topic.name)
        .array(topic.partitions, (partitions, target) =>
          partitions
            .int32(target.partition)
            .array(target.replicas, (replicas, id) => replicas.int32(id))
            .endStructure(),
        )
        .endStructure(),
    );
    writer.endStructure();
  },
  read(reader) {
    reader.int32(); // throttle time
    const error = itemError(reader.int16(), reader.nullableString());
    const topics = reader.array((topic) => {
      const name = topic.string();
      const results = topic.array((item) => {
        const partition = item.int32();
        const result = { name, partition, error: itemError(item.int16(), item.nullableString()) };
        item.endStructure();
        return result;
      });
      topic.endStructure();
      return results;
    });
    reader.endStructure();
    return { error, results: topics.flat() };
  },
};
