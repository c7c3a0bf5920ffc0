import type { TopicMetadata } from '../kafka/requests/metadata.js';
import type { CommittedOffset } from '../kafka/requests/offset-fetch.js';
import type { DescribedGroup } from './model.js';
import { byPlace, keyOf } from './partition-key.js';

/** A partition that a group reads, or is to read. */
export interface LagPlace {
  readonly name: string;
  readonly partition: number;
  readonly committed: bigint | undefined;
  /** The client that has it now. */
  readonly client: string | undefined;
}

/**
 * Where something is committed, what members have without having committed, and the other partitions of these topics: they
 * are the group's, too, unless it chooses its partitions itself.
 */
export function lagPlaces(
  { members }: DescribedGroup,
  offsets: readonly CommittedOffset[],
  topics: ReadonlyMap<string, TopicMetadata>,
): readonly LagPlace[] {
  const places = new Map<string, LagPlace>();
  const add = (place: LagPlace) => {
    const key = keyOf(place);
    places.set(key, { ...place, committed: place.committed ?? places.get(key)?.committed });
  };
  for (const { name, partition, offset } of offsets)
    add({ name, partition, committed: offset, client: undefined });
  for (const place of assignedTo(members)) add(place);
  for (const name of new Set([...places.values()].map((place) => place.name)))
    for (const { id } of topics.get(name)?.partitions ?? []) {
      const place = { name, partition: id, committed: undefined, client: undefined };
      if (!places.has(keyOf(place))) add(place);
    }
  return [...places.values()].sort(byPlace);
}

function assignedTo(members: DescribedGroup['members'] = []): readonly LagPlace[] {
  return members.flatMap(({ client, assigned = [] }) =>
    assigned.flatMap(({ name, partitions }) =>
      partitions.map((partition) => ({ name, partition, committed: undefined, client })),
    ),
  );
}

/**
 * Whether members took partitions by themselves (`assign` in Java) and only committed under the group's name, as tools do:
 * no protocol says that all partitions are theirs.
 */
export function choosesItsPartitions({ type, protocolType }: DescribedGroup): boolean {
  return type === 'classic' && protocolType === '';
}
