import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface DescribeGroupsRequest {
  readonly groups: readonly string[];
}

export interface ClassicMember {
  readonly id: string;
  /** Of a static member; from version 4 on. */
  readonly instance: string | null;
  readonly client: string;
  readonly host: string;
  /** What the member subscribed to, in the words of the group's protocol. */
  readonly metadata: Buffer | null;
  readonly assignment: Buffer | null;
}

export interface ClassicGroup {
  readonly group: string;
  readonly error: ItemError | undefined;
  readonly state: string;
  /** `consumer`, `connect`; empty while nobody joined. */
  readonly protocolType: string;
  /** The assignor that the members agreed on. */
  readonly protocol: string;
  readonly members: readonly ClassicMember[];
}

const firstWithOperations = 3;
const firstWithInstances = 4;
const firstWithMessages = 6;

/**
 * The members of groups of the classic protocol, asked of their coordinator. Before version 6 a group that isn't there, or
 * is of another type, is `Dead` and without members.
 */
export const describeGroups: Api<DescribeGroupsRequest, readonly ClassicGroup[]> = {
  key: 15,
  name: 'DescribeGroups',
  versions: [2, 3, 4, 5, 6],
  effect: 'read',
  flexibleFrom: 5,
  write(writer, request, version) {
    const includeAuthorizedOperations = false;
    writer.array(request.groups, (out, group) => out.string(group));
    if (version >= firstWithOperations) writer.boolean(includeAuthorizedOperations);
    writer.endStructure();
  },
  read(reader, version) {
    reader.int32(); // throttle time
    const groups = reader.array((item) => {
      const code = item.int16();
      const error = itemError(code, version >= firstWithMessages ? item.nullableString() : null);
      const described = {
        error,
        group: item.string(),
        state: item.string(),
        protocolType: item.string(),
        protocol: item.string(),
        members: item.array((member) => {
          const one = {
            id: member.string(),
            instance: version >= firstWithInstances ? member.nullableString() : null,
            client: member.string(),
            host: member.string(),
            metadata: member.nullableBytes(),
            assignment: member.nullableBytes(),
          };
          member.endStructure();
          return one;
        }),
      };
      if (version >= firstWithOperations) item.int32(); // operations, which weren't asked for
      item.endStructure();
      return described;
    });
    reader.endStructure();
    return groups;
  },
};
