import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

/** A member, and the generation of its group that it has joined. */
export interface GroupMembership {
  readonly group: string;
  readonly generation: number;
  readonly member: string;
}

export interface SyncGroupRequest extends GroupMembership {
  /** Of every member, from the leader; none from the others. */
  readonly assignments: readonly { readonly member: string; readonly assignment: Buffer }[];
}

export interface SyncedGroup {
  readonly error: ItemError | undefined;
  /** What the leader gave this member, for `assignedPartitions`. */
  readonly assignment: Buffer | null;
}

export const firstWithInstances = 3;

/** Hands the leader's assignment to all members; asked of the group's coordinator, which answers when it has it. */
export const syncGroup: Api<SyncGroupRequest, SyncedGroup> = {
  key: 14,
  name: 'SyncGroup',
  versions: [1, 2, 3],
  effect: 'change',
  write(writer, { assignments, ...membership }, version) {
    writer.string(membership.group).int32(membership.generation).string(membership.member);
    if (version >= firstWithInstances) writer.nullableString(null);
    writer.array(assignments, (out, { member, assignment }) => out.string(member).nullableBytes(assignment));
  },
  read(reader) {
    reader.int32(); // throttle time
    return { error: itemError(reader.int16()), assignment: reader.nullableBytes() };
  },
};
