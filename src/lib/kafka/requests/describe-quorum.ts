import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';

export interface Quorum {
  readonly error: ItemError | undefined;
  /** The controller that leads; undefined while there is none. */
  readonly leader: number | undefined;
  /** The controllers that vote, the leader among them. */
  readonly voters: readonly number[];
}

const log = { topic: '__cluster_metadata', partition: 0 };

/**
 * Who controls a cluster that keeps its metadata by itself (KIP-595): there, metadata name any broker that lives as the
 * controller. A cluster with ZooKeeper doesn't know the request.
 */
export const describeQuorum: Api<Record<never, never>, Quorum> = {
  key: 55,
  name: 'DescribeQuorum',
  versions: [0],
  effect: 'read',
  flexibleFrom: 0,
  write(writer) {
    writer
      .array([log], (out, { topic, partition }) =>
        out
          .string(topic)
          .array([partition], (ids, id) => ids.int32(id).endStructure())
          .endStructure(),
      )
      .endStructure();
  },
  read(reader) {
    const error = itemError(reader.int16());
    const topics = reader.array((topic) => {
      topic.skipString();
      const partitions = topic.array(readPartition);
      topic.endStructure();
      return partitions;
    });
    reader.endStructure();
    const [found = { error: undefined, leader: undefined, voters: [] }] = topics.flat();
    return error === undefined ? found : { ...found, error };
  },
};

function readPartition(reader: Reader): Quorum {
  reader.int32(); // its number
  const error = itemError(reader.int16());
  const leader = reader.int32();
  reader.int32(); // the leader's epoch
  reader.int64(); // high watermark
  const voters = reader.array(readReplica);
  reader.array(readReplica); // those who only follow
  reader.endStructure();
  return { error, leader: leader < 0 ? undefined : leader, voters };
}

function readReplica(reader: Reader): number {
  const id = reader.int32();
  reader.int64(); // the end of its log
  reader.endStructure();
  return id;
}
