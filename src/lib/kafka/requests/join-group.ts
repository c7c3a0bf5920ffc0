import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface JoinGroupRequest {
  readonly group: string;
  /** How long the coordinator waits for a heartbeat; milliseconds. */
  readonly sessionTimeoutMs: number;
  /** How long it waits for the other members; milliseconds. */
  readonly rebalanceTimeoutMs: number;
  /** Empty until the coordinator has given one. */
  readonly member: string;
  /** The assignor that the member offers. */
  readonly protocol: string;
  /** What it subscribes to, as `subscription` writes it. */
  readonly metadata: Buffer;
}

export interface JoinedGroup {
  readonly error: ItemError | undefined;
  /** Grows with every rebalance. */
  readonly generation: number;
  readonly leader: string;
  /** The member's own id, which comes with MEMBER_ID_REQUIRED, too. */
  readonly member: string;
  /** All of them, for the leader; none for the others. */
  readonly members: readonly string[];
}

const firstWithInstances = 5;
const protocolType = 'consumer';

/**
 * Becomes a member of a group of the classic protocol, or joins again after a rebalance; asked of the group's coordinator,
 * which answers when the others have joined, too. From version 4 on the first answer is MEMBER_ID_REQUIRED (KIP-394).
 */
export const joinGroup: Api<JoinGroupRequest, JoinedGroup> = {
  key: 11,
  name: 'JoinGroup',
  versions: [2, 3, 4, 5],
  effect: 'change',
  write(writer, request, version) {
    writer.string(request.group).int32(request.sessionTimeoutMs).int32(request.rebalanceTimeoutMs);
    writer.string(request.member);
    if (version >= firstWithInstances) writer.nullableString(null);
    writer
      .string(protocolType)
      .array([request.protocol], (out, name) => out.string(name).nullableBytes(request.metadata));
  },
  read(reader, version) {
    reader.int32(); // throttle time
    const error = itemError(reader.int16());
    const generation = reader.int32();
    reader.string(); // the assignor that all of them offer
    const [leader, member] = [reader.string(), reader.string()];
    const members = reader.array((item) => {
      const id = item.string();
      if (version >= firstWithInstances) item.nullableString();
      item.nullableBytes(); // what it subscribes to
      return id;
    });
    return { error, generation, leader, member, members };
  },
};
