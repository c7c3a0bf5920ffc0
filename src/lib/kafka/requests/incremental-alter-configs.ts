import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import { type ConfigResource, resourceTypeCodes, resourceTypeOf } from './config-resource.js';

/** `set` pins a value on the resource; `delete` takes the pin away, so that the default is in effect again. */
export type ConfigOperation =
  | { readonly operation: 'set'; readonly key: string; readonly value: string }
  | { readonly operation: 'delete'; readonly key: string };

export interface ConfigAlteration extends ConfigResource {
  readonly operations: readonly ConfigOperation[];
}

export interface IncrementalAlterConfigsRequest {
  readonly resources: readonly ConfigAlteration[];
  readonly validateOnly: boolean;
}

export interface AlteredResource extends ConfigResource {
  readonly error: ItemError | undefined;
}

const operationCodes = { set: 0, delete: 1 } as const;

/**
 * Changes the named keys and no others (KIP-339); the older AlterConfigs resets every override it isn't told of.
 * One resource may stand in a request only once, and so may a key in a resource.
 */
export const incrementalAlterConfigs: Api<IncrementalAlterConfigsRequest, readonly AlteredResource[]> = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0],
  effect: 'change',
  write(writer, request) {
    writer.array(request.resources, (out, resource) =>
      out
        .int8(resourceTypeCodes[resource.type])
        .string(resource.name)
        .array(resource.operations, (operations, operation) =>
          operations
            .string(operation.key)
            .int8(operationCodes[operation.operation])
            .nullableString(operation.operation === 'set' ? operation.value : null),
        ),
    );
    writer.boolean(request.validateOnly);
  },
  read(reader) {
    reader.int32(); // throttle time
    return reader.array((item) => ({
      error: itemError(item.int16(), item.nullableString()),
      type: resourceTypeOf(item.int8()),
      name: item.string(),
    }));
  },
};
