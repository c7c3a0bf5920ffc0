import type { KafkaClient } from '../kafka/client.js';
import { locateGroups } from '../kafka/committed-offsets.js';
import type { MetadataResponse } from '../kafka/requests/metadata.js';
import { matchesAny } from '../manifest/scope.js';
import { type MissingName, missingNames } from '../missing-names.js';
import { typeOf } from './group-type.js';
import type { Group } from './model.js';

export interface FoundGroups<Found> {
  readonly metadata: MetadataResponse;
  /** By name. */
  readonly groups: readonly Found[];
  /** Full names that were asked for and aren't there. */
  readonly unknown: readonly MissingName[];
}

/**
 * The groups that the patterns choose, all when there are none: two rounds of requests, for the brokers and for their
 * groups.
 * @param topics whose metadata comes with it, null for all
 */
export async function findGroups(
  client: KafkaClient,
  patterns: readonly string[],
  topics: readonly string[] | null = [],
): Promise<FoundGroups<Group>> {
  const metadata = await client.metadata(topics);
  const located = await locateGroups(client, metadata.brokers);
  const all = located.map((group): Group => {
    const { id, protocolType, state, coordinator } = group;
    return { id, type: typeOf(group), protocolType, state, coordinator };
  });
  const ids = new Set(all.map(({ id }) => id));
  return {
    metadata,
    groups: all
      .filter(({ id }) => patterns.length === 0 || patterns.includes(id) || matchesAny(patterns, id))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    unknown: missingNames(patterns, ids).filter(({ isGlob }) => !isGlob),
  };
}
