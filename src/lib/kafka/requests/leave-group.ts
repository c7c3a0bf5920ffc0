import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { GroupMembership } from './sync-group.js';

/** Ends a membership at once; without it the coordinator waits for the session to time out. */
export const leaveGroup: Api<
  Pick<GroupMembership, 'group' | 'member'>,
  { readonly error: ItemError | undefined }
> = {
  key: 13,
  name: 'LeaveGroup',
  versions: [1, 2],
  effect: 'change',
  write(writer, { group, member }) {
    writer.string(group).string(member);
  },
  read(reader) {
    reader.int32(); // throttle time
    return { error: itemError(reader.int16()) };
  },
};
