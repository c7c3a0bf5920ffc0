import type { AssignedTopic } from './requests/coordinated-group.js';
import { MalformedResponseError, Reader } from './wire/reader.js';
import { Writer } from './wire/writer.js';

/**
 * What consumers of the classic protocol tell each other through the coordinator, which never looks into it. Newer
 * versions only add fields at the end.
 *
 * @see https://kafka.apache.org/protocol#The_Messages_ConsumerProtocolSubscription
 */

/** The topics that a member subscribed to; undefined when its client writes something else. */
export function subscribedTopics(metadata: Buffer | null): readonly string[] | undefined {
  return decoded(metadata, (reader) => reader.array((names) => names.string()));
}

/** The partitions that the leader of the group gave a member; undefined when its client writes something else. */
export function assignedPartitions(assignment: Buffer | null): readonly AssignedTopic[] | undefined {
  return decoded(assignment, (reader) =>
    reader.array((topic) => ({ name: topic.string(), partitions: topic.array((ids) => ids.int32()) })),
  );
}

/** What a member subscribes to, for JoinGroup. */
export function subscription(topics: readonly string[]): Buffer {
  return encoded((writer) => writer.array(topics, (out, name) => out.string(name)));
}

/** What the leader gives a member, for SyncGroup. */
export function assignment(topics: readonly AssignedTopic[]): Buffer {
  return encoded((writer) =>
    writer.array(topics, (out, { name, partitions }) =>
      out.string(name).array(partitions, (ids, id) => ids.int32(id)),
    ),
  );
}

function encoded(write: (writer: Writer) => Writer): Buffer {
  const version = 0;
  const noUserData = null;
  return write(new Writer(false).int16(version)).nullableBytes(noUserData).bytes;
}

/** Nothing at all is there while the group rebalances. */
function decoded<Value>(
  bytes: Buffer | null,
  read: (reader: Reader) => readonly Value[],
): readonly Value[] | undefined {
  if (bytes === null || bytes.length === 0) return [];
  try {
    const reader = new Reader(bytes, false);
    reader.int16(); // version
    return read(reader);
  } catch (error) {
    if (error instanceof MalformedResponseError) return undefined;
    throw error;
  }
}
