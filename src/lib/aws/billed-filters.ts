import type { AttachedFilter, BilledFilter } from './contract/billed.js';
import { type Ec2Filter, filtersOf, matchesTags, tagFilters } from './ec2-filters.js';

/** The filters of each request that it takes, by the name that a kind has for its ids. */
export function billedFilters(filter: BilledFilter, id: string): readonly Ec2Filter[][] {
  if (filter === 'all') return [[]];
  return 'ids' in filter ? filtersOf(id, filter.ids) : [tagFilters(filter.tags)];
}

/** The same of a kind with a name for the instances that it is at. */
export function attachedFilters(
  filter: AttachedFilter,
  id: string,
  instance: string,
): readonly Ec2Filter[][] {
  return filter !== 'all' && 'instanceIds' in filter
    ? filtersOf(instance, filter.instanceIds)
    : billedFilters(filter, id);
}

/** Those that are meant: a filter of EC2 isn't as exact about tags. */
export function matching<Item extends { readonly tags: ReadonlyMap<string, string> }>(
  items: readonly Item[],
  filter: AttachedFilter,
): readonly Item[] {
  if (filter === 'all' || !('tags' in filter)) return items;
  return items.filter((item) => matchesTags(item, filter.tags));
}
