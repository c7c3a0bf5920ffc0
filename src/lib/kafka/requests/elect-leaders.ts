import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface ElectLeadersRequest {
  readonly topics: readonly { readonly name: string; readonly partitions: readonly number[] }[];
  readonly timeoutMs: number;
}

export interface ElectLeadersResponse {
  /** Of the request as a whole. */
  readonly error: ItemError | undefined;
  readonly results: readonly {
    readonly name: string;
    readonly partition: number;
    readonly error: ItemError | undefined;
  }[];
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
