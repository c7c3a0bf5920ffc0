import { itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { TopicResults } from './create-topics.js';

export interface PartitionIncrease {
  readonly name: string;
  /** The total wanted, not the number to add. */
  readonly total: number;
}

export interface CreatePartitionsRequest {
  readonly topics: readonly PartitionIncrease[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}

export const createPartitions: Api<CreatePartitionsRequest, TopicResults> = {
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 1],
  effect: 'change',
  write(writer, request) {
    writer.array(request.topics, (out, topic) =>
      out
        .string(topic.name)
        .int32(topic.total)
        .nullableArray(null, () => {}),
    ); // null: the brokers place the new partitions
    writer.int32(request.timeoutMs).boolean(request.validateOnly);
  },
  read: (reader) => ({
    throttleMs: reader.int32(),
    results: reader.array((item) => ({
      name: item.string(),
      error: itemError(item.int16(), item.nullableString()),
    })),
  }),
};
