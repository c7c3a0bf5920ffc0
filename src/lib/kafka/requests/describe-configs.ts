import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';
import { type ConfigResource, resourceTypeCodes, resourceTypeOf } from './config-resource.js';

export interface DescribeConfigsRequest {
  readonly resources: readonly ConfigResource[];
  /** Null asks for every key; a key that the broker doesn't know is left out of the answer. */
  readonly keys: readonly string[] | null;
}

export interface ConfigEntry {
  readonly name: string;
  /** Null when sensitive. */
  readonly value: string | null;
  readonly source: ConfigSource;
}

export interface DescribedResource extends ConfigResource {
  readonly error: ItemError | undefined;
  readonly entries: readonly ConfigEntry[];
}

/**
 * Where a value in effect comes from (KIP-226). Only `topic` is an override on the topic itself:
 * kafkajs' `isDefault` and values of the broker's own file say nothing about that.
 */
export type ConfigSource =
  | 'unknown'
  | 'topic'
  | 'dynamic broker'
  | 'dynamic default broker'
  | 'static broker'
  | 'default'
  | 'other';

const sources: readonly ConfigSource[] = [
  'unknown',
  'topic',
  'dynamic broker',
  'dynamic default broker',
  'static broker',
  'default',
];

function readEntry(reader: Reader): ConfigEntry {
  const name = reader.string();
  const value = reader.nullableString();
  reader.boolean(); // read-only
  const source = sources[reader.int8()] ?? 'other';
  reader.boolean(); // sensitive: its value is null
  reader.array(skipSynonym);
  return { name, value, source };
}

function skipSynonym(reader: Reader): void {
  reader.skipString();
  reader.skipString();
  reader.int8();
}

export const describeConfigs: Api<DescribeConfigsRequest, readonly DescribedResource[]> = {
  key: 32,
  name: 'DescribeConfigs',
  versions: [1, 2],
  effect: 'read',
  write(writer, request) {
    writer.array(request.resources, (out, resource) =>
      out
        .int8(resourceTypeCodes[resource.type])
        .string(resource.name)
        .nullableArray(request.keys, (keys, key) => keys.string(key)),
    );
    const withSynonyms = false;
    writer.boolean(withSynonyms);
  },
  read(reader) {
    reader.int32(); // throttle time
    return reader.array((item) => ({
      error: itemError(item.int16(), item.nullableString()),
      type: resourceTypeOf(item.int8()),
      name: item.string(),
      entries: item.array(readEntry),
    }));
  },
};
