import { itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { TopicResults } from './create-topics.js';

export interface DeleteTopicsRequest {
  readonly names: readonly string[];
  readonly timeoutMs: number;
}

const firstWithMessages = 5;

export const deleteTopics: Api<DeleteTopicsRequest, TopicResults> = {
  key: 20,
  name: 'DeleteTopics',
  versions: [1, 2, 3, 4, 5],
  effect: 'change',
  flexibleFrom: 4,
  write(writer, request) {
    writer
      .array(request.names, (out, name) => out.string(name))
      .int32(request.timeoutMs)
      .endStructure();
  },
  read(reader, version) {
    const throttleMs = reader.int32();
    const results = reader.array((item) => {
      const name = item.string();
      const error = itemError(item.int16(), version >= firstWithMessages ? item.nullableString() : null);
      item.endStructure();
      return { name, error };
    });
    reader.endStructure();
    return { throttleMs, results };
  },
};
