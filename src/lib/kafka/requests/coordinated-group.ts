import { type ItemError, itemError } from '../item-error.js';
import type { Reader } from '../wire/reader.js';
import type { Writer } from '../wire/writer.js';

export interface CoordinatedGroupsRequest {
  readonly groups: readonly string[];
}

/** Partitions of one topic. */
export interface AssignedTopic {
  readonly name: string;
  readonly partitions: readonly number[];
}

/** A member of a group whose coordinator assigns the partitions itself (KIP-848, KIP-932). */
export interface CoordinatedMember {
  readonly id: string;
  /** Of a static member. */
  readonly instance: string | null;
  readonly rack: string | null;
  /** The last epoch of the group that the member took over. */
  readonly epoch: number;
  readonly client: string;
  readonly host: string;
  readonly subscribed: readonly string[];
  readonly subscribedPattern: string | null;
  readonly assigned: readonly AssignedTopic[];
  /** What it is to have in the end. */
  readonly target: readonly AssignedTopic[];
}

export interface CoordinatedGroupAnswer {
  readonly group: string;
  readonly error: ItemError | undefined;
  readonly state: string;
  /** Grows with every change of members or subscriptions. */
  readonly epoch: number;
  /** The epoch that the assignment was last made for. */
  readonly assignmentEpoch: number;
  readonly assignor: string;
  readonly members: readonly CoordinatedMember[];
}

/** The same for groups of consumers and share groups. */
export function writeCoordinatedGroups(writer: Writer, { groups }: CoordinatedGroupsRequest): void {
  const includeAuthorizedOperations = false;
  writer
    .array(groups, (out, group) => out.string(group))
    .boolean(includeAuthorizedOperations)
    .endStructure();
}

/** The same for groups of consumers and share groups, but for their members. */
export function readCoordinatedGroups(
  reader: Reader,
  readMember: (reader: Reader) => CoordinatedMember,
): readonly CoordinatedGroupAnswer[] {
  reader.int32(); // throttle time
  const groups = reader.array((item) => {
    const code = item.int16();
    const group = {
      error: itemError(code, item.nullableString()),
      group: item.string(),
      state: item.string(),
      epoch: item.int32(),
      assignmentEpoch: item.int32(),
      assignor: item.string(),
      members: item.array(readMember),
    };
    item.int32(); // operations, which weren't asked for
    item.endStructure();
    return group;
  });
  reader.endStructure();
  return groups;
}

export function readAssignment(reader: Reader): readonly AssignedTopic[] {
  const topics = reader.array((item) => {
    item.int64(); // the topic's id, in two halves
    item.int64();
    const topic = { name: item.string(), partitions: item.array((ids) => ids.int32()) };
    item.endStructure();
    return topic;
  });
  reader.endStructure();
  return topics;
}
