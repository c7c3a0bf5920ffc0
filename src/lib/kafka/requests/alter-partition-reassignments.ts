import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import { type PartitionResult, readPartitionResults } from './partition-results.js';

export interface PartitionTarget {
  readonly partition: number;
  /** Broker ids, the preferred leader first. */
  readonly replicas: readonly number[];
}

/** A move to begin, or one that runs to be ended, which keeps what was there before. */
type PartitionReassignment = PartitionTarget | { readonly partition: number; readonly replicas: null };

export interface TopicReassignment {
  readonly name: string;
  readonly partitions: readonly PartitionReassignment[];
}

export interface AlterPartitionReassignmentsRequest {
  readonly topics: readonly TopicReassignment[];
  readonly timeoutMs: number;
  /** The cluster shall refuse what changes how many replicas a partition has (KIP-860); older ones can't be told. */
  readonly keepsFactor?: boolean;
}

export interface ReassignmentResponse {
  readonly error: ItemError | undefined;
  readonly results: readonly PartitionResult[];
}

/** Moves replicas, or stops that (KIP-455). The answer means "begun"; the end is seen in ListPartitionReassignments. */
export const alterPartitionReassignments: Api<AlterPartitionReassignmentsRequest, ReassignmentResponse> = {
  key: 45,
  name: 'AlterPartitionReassignments',
  versions: [0, 1],
  effect: 'change',
  flexibleFrom: 0,
  write(writer, request, version) {
    writer.int32(request.timeoutMs);
    if (version >= 1) writer.boolean(request.keepsFactor !== true);
    writer.array(request.topics, (out, topic) =>
      out
        .string(topic.name)
        .array(topic.partitions, (partitions, target) =>
          partitions
            .int32(target.partition)
            .nullableArray(target.replicas, (replicas, id) => replicas.int32(id))
            .endStructure(),
        )
        .endStructure(),
    );
    writer.endStructure();
  },
  read(reader, version) {
    reader.int32(); // throttle time
    if (version >= 1) reader.boolean(); // as in the request
    const error = itemError(reader.int16(), reader.nullableString());
    const results = readPartitionResults(reader);
    reader.endStructure();
    return { error, results };
  },
};
