import type { CacheCluster, CacheSubnetGroup } from '@aws-sdk/client-elasticache';
import { allPages, itemsOf, pagesByToken } from './all-pages.js';
import type { Connection } from './connection.js';
import type { Cache, ElastiCache } from './contract/elasticache.js';
import { nodeCachesOf, serverlessCacheOf } from './elasticache-answers.js';

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeCacheClusters.html */
const largestPage = 100;
/** https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_DescribeServerlessCaches.html */
const largestServerlessPage = 50;

export function elastiCache(connection: Connection): ElastiCache {
  const ask = connection.client('ELASTICACHE', async (settings) =>
    (await import('./elasticache-client.js')).elastiCacheClient(settings),
  );

  function clusters(signal?: AbortSignal): Promise<CacheCluster[]> {
    // The endpoints of Redis stand in its nodes.
    const input = { MaxRecords: largestPage, ShowCacheNodeInfo: true };
    const pages = pagesByToken(
      (Marker) =>
        ask(
          { action: 'elasticache:DescribeCacheClusters' },
          (client, options) => client.describeCacheClusters({ ...input, Marker }, options),
          signal,
        ),
      ({ Marker }) => Marker,
    );
    return itemsOf(pages, ({ CacheClusters = [] }) => CacheClusters);
  }

  /** Clusters name one of these, and only it knows the VPC. */
  function subnetGroups(signal?: AbortSignal): Promise<CacheSubnetGroup[]> {
    const pages = pagesByToken(
      (Marker) =>
        ask(
          { action: 'elasticache:DescribeCacheSubnetGroups' },
          (client, options) => client.describeCacheSubnetGroups({ MaxRecords: largestPage, Marker }, options),
          signal,
        ),
      ({ Marker }) => Marker,
    );
    return itemsOf(pages, ({ CacheSubnetGroups = [] }) => CacheSubnetGroups);
  }

  function serverless(signal?: AbortSignal): Promise<Cache[]> {
    const pages = allPages((position) =>
      ask(
        { action: 'elasticache:DescribeServerlessCaches' },
        (client, options) =>
          client.describeServerlessCaches({ MaxResults: largestServerlessPage, ...position }, options),
        signal,
      ),
    );
    return itemsOf(pages, ({ ServerlessCaches = [] }) =>
      ServerlessCaches.flatMap((one) => serverlessCacheOf(one) ?? []),
    );
  }

  return {
    async caches(signal) {
      const [answered, groups, others] = await Promise.all([
        ...([clusters(signal), subnetGroups(signal)] as const),
        serverless(signal),
      ]);
      return [...nodeCachesOf(answered, groups), ...others];
    },
  };
}
