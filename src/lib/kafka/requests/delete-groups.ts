import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface DeleteGroupsRequest {
  readonly groups: readonly string[];
}

export interface DeletedGroup {
  readonly group: string;
  readonly error: ItemError | undefined;
}

/** Deletes groups with their offsets, asked of their coordinator; one with members is refused with NON_EMPTY_GROUP. */
export const deleteGroups: Api<DeleteGroupsRequest, readonly DeletedGroup[]> = {
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 1],
  effect: 'change',
  write(writer, { groups }) {
    writer.array(groups, (out, group) => out.string(group));
  },
  read(reader) {
    reader.int32(); // throttle time
    return reader.array((item) => ({ group: item.string(), error: itemError(item.int16()) }));
  },
};
