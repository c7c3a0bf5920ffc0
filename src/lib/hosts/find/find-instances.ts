import type { Ec2, Instance } from '../../aws/aws.js';
import type { InstanceSelector } from '../host-settings.js';

/** What EC2 has for each selector, in their order: one request for all ids, one for each set of tags, all at once. */
export async function findInstances(
  ec2: Pick<Ec2, 'describeInstances'>,
  selectors: readonly InstanceSelector[],
  signal?: AbortSignal,
): Promise<readonly (readonly Instance[])[]> {
  const ids = [...new Set(selectors.flatMap((one) => (one.by === 'id' ? [one.id] : [])))];
  const byId = ids.length === 0 ? Promise.resolve([]) : ec2.describeInstances({ ids }, signal);
  return Promise.all(
    selectors.map(async (selector) => {
      if (selector.by === 'tags') return ec2.describeInstances({ tags: selector.tags }, signal);
      return (await byId).filter(({ id }) => id === selector.id);
    }),
  );
}
