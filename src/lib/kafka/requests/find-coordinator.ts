import { type ItemError, itemError } from '../item-error.js';
import type { Api } from '../wire/api.js';

export interface FindCoordinatorRequest {
  readonly group: string;
}

export interface Coordinator {
  /** A broker id; -1 with an error. */
  readonly broker: number;
  readonly error: ItemError | undefined;
}

/** Which broker answers for a group, also for one that isn't there yet: a listed one is answered for by who lists it. */
export const findCoordinator: Api<FindCoordinatorRequest, Coordinator> = {
  key: 10,
  name: 'FindCoordinator',
  versions: [1, 2],
  effect: 'read',
  write(writer, { group }) {
    const ofGroup = 0;
    writer.string(group).int8(ofGroup);
  },
  read(reader) {
    reader.int32(); // throttle time
    const code = reader.int16();
    const error = itemError(code, reader.nullableString());
    const broker = reader.int32();
    reader.skipString(); // its address, which metadata has
    reader.int32();
    return { broker, error };
  },
};
