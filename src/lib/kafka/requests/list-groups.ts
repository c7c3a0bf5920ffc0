import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface ListedGroup {
  readonly id: string;
  /** `consumer` for groups that commit offsets by the classic or the KIP-848 protocol. */
  readonly protocolType: string;
  /** From version 4 on (KIP-518). */
  readonly state: string | undefined;
  /** `Classic`, `Consumer` (KIP-848), `Share` (KIP-932), `Streams`; from version 5 on. */
  readonly type?: string | undefined;
}

export interface ListGroupsResponse {
  readonly error: ItemError | undefined;
  readonly groups: readonly ListedGroup[];
}

const firstWithStates = 4;
const firstWithTypes = 5;

/** The groups that the asked broker coordinates; the cluster's are those of all brokers. */
export const listGroups: Api<Record<never, never>, ListGroupsResponse> = {
  key: 16,
  name: 'ListGroups',
  versions: [1, 2, 3, 4, 5],
  effect: 'read',
  flexibleFrom: 3,
  write(writer, _request, version) {
    if (version >= firstWithStates) writer.array([], () => {}); // no filter by state
    if (version >= firstWithTypes) writer.array([], () => {}); // nor by type
    writer.endStructure();
  },
  read(reader, version) {
    reader.int32(); // throttle time
    const error = itemError(reader.int16());
    const groups = reader.array((item) => {
      const group = {
        id: item.string(),
        protocolType: item.string(),
        state: version >= firstWithStates ? item.string() : undefined,
        type: version >= firstWithTypes ? item.string() : undefined,
      };
      item.endStructure();
      return group;
    });
    reader.endStructure();
    return { error, groups };
  },
};
