import { chunk } from '../chunk.js';
import { itemsOf, pagesByToken } from './all-pages.js';
import { loadBalancerOf } from './billed-answers.js';
import type { Connection } from './connection.js';
import type { Billed } from './contract/billed.js';
import { tagsOf } from './tags-of.js';

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeLoadBalancers.html */
const largestPage = 400;
/** https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html */
const largestBatch = 20;

type Tags = readonly (readonly [arn: string, tags: ReadonlyMap<string, string>])[];

export function elasticLoadBalancing(connection: Connection): Pick<Billed, 'loadBalancers'> {
  const ask = connection.client('ELASTIC_LOAD_BALANCING_V2', async (settings) =>
    (await import('./elastic-load-balancing-client.js')).elasticLoadBalancingClient(settings),
  );

  async function tags(arns: string[], signal?: AbortSignal): Promise<Tags> {
    const { TagDescriptions = [] } = await ask(
      { action: 'elasticloadbalancing:DescribeTags' },
      (client, options) => client.describeTags({ ResourceArns: arns }, options),
      signal,
    );
    return TagDescriptions.map(({ ResourceArn = '', Tags }) => [ResourceArn, tagsOf(Tags)]);
  }

  return {
    // They can't be filtered by VPC, and answer without their tags.
    async loadBalancers(vpcIds, signal) {
      if (vpcIds.length === 0) return [];
      const pages = pagesByToken(
        (Marker) =>
          ask(
            { action: 'elasticloadbalancing:DescribeLoadBalancers' },
            (client, options) => client.describeLoadBalancers({ PageSize: largestPage, Marker }, options),
            signal,
          ),
        ({ NextMarker }) => NextMarker,
      );
      const all = await itemsOf(pages, ({ LoadBalancers = [] }) =>
        LoadBalancers.flatMap((one) => loadBalancerOf(one) ?? []),
      );
      const meant = all.filter(({ vpcId }) => vpcId !== undefined && vpcIds.includes(vpcId));
      const batches = chunk(
        meant.map(({ arn }) => arn),
        largestBatch,
      );
      const found = await Promise.all(batches.map((arns) => tags(arns, signal)));
      const tagsByArn = new Map(found.flat());
      return meant.map((one) => ({ ...one, tags: tagsByArn.get(one.arn) ?? new Map<string, string>() }));
    },
  };
}
