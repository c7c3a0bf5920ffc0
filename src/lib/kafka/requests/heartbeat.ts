import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import { firstWithInstances, type GroupMembership } from './sync-group.js';

/** Says that a member lives; the coordinator answers REBALANCE_IN_PROGRESS when it is to join again. */
export const heartbeat: Api<GroupMembership, { readonly error: ItemError | undefined }> = {
  key: 12,
  name: 'Heartbeat',
  versions: [1, 2, 3],
  effect: 'read', // once more does no harm
  write(writer, { group, generation, member }, version) {
    writer.string(group).int32(generation).string(member);
    if (version >= firstWithInstances) writer.nullableString(null);
  },
  read(reader) {
    reader.int32(); // throttle time
    return { error: itemError(reader.int16()) };
  },
};
