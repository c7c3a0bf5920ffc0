import { chunk } from '../chunk.js';
import type { Instance, InstanceFilter } from './aws.js';

export interface Ec2Filter {
  Name: string;
  Values: string[];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html */
const mostFilterValues = 200;

/** The filters of each request that it takes. Ids are filtered by: to name unknown ones fails a request. */
export function instanceFilters(filter: InstanceFilter): readonly Ec2Filter[][] {
  if ('ids' in filter)
    return chunk([...new Set(filter.ids)], mostFilterValues).map((ids) => [
      { Name: 'instance-id', Values: ids },
    ]);
  const tags = Object.entries(filter.tags);
  return [tags.map(([key, value]) => ({ Name: `tag:${key}`, Values: [literally(value)] }))];
}

/** Without the wildcards that a filter knows. */
function literally(value: string): string {
  return value.replace(/[\\*?]/g, '\\$&');
}

export function matchesTags({ tags }: Instance, wanted: Readonly<Record<string, string>>): boolean {
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
