import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface NewTopic {
  readonly name: string;
  /** -1 takes the broker's default; needs version 4 (KIP-464). */
  readonly partitions: number;
  /** -1 takes the broker's default; needs version 4 (KIP-464). */
  readonly replicationFactor: number;
  /** The replicas of each partition, the one that is to lead it first; the two counts are -1 then. */
  readonly replicas?: readonly (readonly number[])[];
  readonly configs: Readonly<Record<string, string>>;
}

export interface CreateTopicsRequest {
  readonly topics: readonly NewTopic[];
  readonly timeoutMs: number;
  readonly validateOnly: boolean;
}

export interface TopicResult {
  readonly name: string;
  readonly error: ItemError | undefined;
}

export interface TopicResults {
  readonly throttleMs: number;
  readonly results: readonly TopicResult[];
}

export const createTopics: Api<CreateTopicsRequest, TopicResults> = {
  key: 19,
  name: 'CreateTopics',
  versions: [2, 3, 4],
  effect: 'change',
  write(writer, request) {
    writer.array(request.topics, (out, topic) =>
      out
        .string(topic.name)
        .int32(topic.partitions)
        .int16(topic.replicationFactor)
        // None, and the brokers place the topic.
        .array([...(topic.replicas ?? []).entries()], (partition, [id, brokers]) =>
          partition.int32(id).array(brokers, (broker, one) => broker.int32(one)),
        )
        .array(Object.entries(topic.configs), (config, [key, value]) => config.string(key).string(value)),
    );
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
