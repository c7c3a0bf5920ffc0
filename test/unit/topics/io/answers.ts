import { errorCodes, type ItemError, itemError } from '../../../../src/lib/kafka/item-error.js';
import type { TopicResults } from '../../../../src/lib/kafka/requests/create-topics.js';
import type {
  AlteredResource,
  IncrementalAlterConfigsRequest,
} from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import type { MetadataResponse, TopicMetadata } from '../../../../src/lib/kafka/requests/metadata.js';
import type { ObservedTopic } from '../../../../src/lib/topics/model.js';
import { brokers } from '../builders.js';

type Code = keyof typeof errorCodes;

/** A broker's error by our name for it. */
export function refused(code: Code): ItemError {
  const error = itemError(errorCodes[code]);
  if (error === undefined) throw new Error(`${code} is no error`);
  return error;
}

/** `{ orders: 'ok', users: 'policyViolation' }`. */
export function results(endings: Readonly<Record<string, 'ok' | Code>>, throttleMs = 0): TopicResults {
  const items = Object.entries(endings).map(([name, ending]) => ({
    name,
    error: ending === 'ok' ? undefined : refused(ending),
  }));
  return { throttleMs, results: items };
}

/** Three brokers, the first of them the controller. */
export function metadataOf(
  topics: readonly Pick<ObservedTopic, 'name' | 'partitions'>[],
  over: Partial<MetadataResponse> = {},
): MetadataResponse {
  const shown = topics.map(
    ({ name, partitions }): TopicMetadata => ({ name, partitions, error: undefined, internal: false }),
  );
  return { brokers: brokers(3), clusterId: 'c1', controllerId: 1, topics: shown, ...over };
}

/** What a broker says of a topic that it doesn't know. */
export function unknownTopic(name: string): TopicMetadata {
  return { name, partitions: [], error: refused('unknownTopicOrPartition'), internal: false };
}

export function allAltered({ resources }: IncrementalAlterConfigsRequest): AlteredResource[] {
  return resources.map(({ type, name }) => ({ type, name, error: undefined }));
}
