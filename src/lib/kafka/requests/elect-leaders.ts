import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import { type PartitionResult, readPartitionResults } from './partition-results.js';

export interface ElectLeadersRequest {
  readonly topics: readonly { readonly name: string; readonly partitions: readonly number[] }[];
  readonly timeoutMs: number;
}

export interface ElectLeadersResponse {
  /** Of the request as a whole. */
  readonly error: ItemError | undefined;
  readonly results: readonly PartitionResult[];
}

const preferred = 0;

/** Gives partitions back to their preferred leaders (KIP-460). */
export const electLeaders: Api<ElectLeadersRequest, ElectLeadersResponse> = {
  key: 43,
  name: 'ElectLeaders',
  versions: [1, 2],
  effect: 'change',
  flexibleFrom: 2,
  write(writer, request) {
    writer
      .int8(preferred)
      .array(request.topics, (out, topic) =>
        out
          .string(topic.name)
          .array(topic.partitions, (ids, id) => ids.int32(id))
          .endStructure(),
      )
      .int32(request.timeoutMs)
      .endStructure();
  },
  read(reader) {
    reader.int32(); // throttle time
    const error = itemError(reader.int16());
    const results = readPartitionResults(reader);
    reader.endStructure();
    return { error, results };
  },
};
