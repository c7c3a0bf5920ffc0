import { chunk } from '../chunk.js';
import type { InstanceFilter } from './aws.js';

export interface Ec2Filter {
  Name: string;
  Values: string[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html */
const mostFilterValues = 200;

/** The filters of each request that it takes. Ids are filtered by: to name unknown ones fails a request. */
export function instanceFilters(filter: InstanceFilter): readonly Ec2Filter[][] {
  return 'ids' in filter ? filtersOf('instance-id', filter.ids) : [tagFilters(filter.tags)];
}

/** The filters of each request that it takes to ask for these values, all together. */
export function filtersOf(name: string, values: readonly string[]): readonly Ec2Filter[][] {
  return chunk([...new Set(values)], mostFilterValues).map((some) => [{ Name: name, Values: some }]);
}

/** For what has all these tags. */
export function tagFilters(tags: Readonly<Record<string, string>>): Ec2Filter[] {
  return Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [literally(value)] }));
}

/** Without the wildcards that a filter knows. */
function literally(value: string): string {
  return value.replace(/[\\*?]/g, '\\$&');
}

export function matchesTags(
  { tags }: { readonly tags: ReadonlyMap<string, string> },
  wanted: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => tags.get(key) === value);
}

/** An endpoint whose update is under way, or failed, still carries connections. */
export function usableEndpoints(vpcId: string): Ec2Filter[] {
  const states = ['create-complete', 'update-in-progress', 'update-complete', 'update-failed'];
  return [
    { Name: 'vpc-id', Values: [vpcId] },
    { Name: 'state', Values: states },
  ];
}
