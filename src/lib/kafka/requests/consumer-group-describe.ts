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

/** The members of groups of the consumer protocol (KIP-848), asked of their coordinator. */
export const consumerGroupDescribe: Api<CoordinatedGroupsRequest, readonly CoordinatedGroupAnswer[]> = {
  key: 69,
  name: 'ConsumerGroupDescribe',
  versions: [0],
  effect: 'read',
  flexibleFrom: 0,
  write: writeCoordinatedGroups,
  read: (reader) => readCoordinatedGroups(reader, readMember),
};

function readMember(reader: Reader): CoordinatedMember {
  const member = {
    id: reader.string(),
    instance: reader.nullableString(),
    rack: reader.nullableString(),
    epoch: reader.int32(),
    client: reader.string(),
    host: reader.string(),
    subscribed: reader.array((names) => names.string()),
    subscribedPattern: reader.nullableString(),
    assigned: readAssignment(reader),
    target: readAssignment(reader),
  };
  reader.endStructure();
  return member;
}
