import type { Api } from '../wire/api.js';
import type { Reader } from '../wire/reader.js';
import {
  type CoordinatedGroupAnswer,
  type CoordinatedGroupsRequest,
  type CoordinatedMember,
  readAssignment,
  readCoordinatedGroups,
  writeCoordinatedGroups,
} from './coordinated-group.js';

/** The members of share groups (KIP-932), asked of their coordinator; version 0 was the early access of Kafka 4.0. */
export const shareGroupDescribe: Api<CoordinatedGroupsRequest, readonly CoordinatedGroupAnswer[]> = {
  key: 77,
  name: 'ShareGroupDescribe',
  versions: [0, 1],
  effect: 'read',
  flexibleFrom: 0,
  write: writeCoordinatedGroups,
  read: (reader) => readCoordinatedGroups(reader, readMember),
};

/** Members share partitions, so that there is no other assignment to come. */
function readMember(reader: Reader): CoordinatedMember {
  const id = reader.string();
  const rack = reader.nullableString();
  const epoch = reader.int32();
  const client = reader.string();
  const host = reader.string();
  const subscribed = reader.array((names) => names.string());
  const assigned = readAssignment(reader);
  reader.endStructure();
  return {
    ...{ id, instance: null, rack, epoch, client, host, subscribed, subscribedPattern: null },
    ...{ assigned, target: assigned },
  };
}
