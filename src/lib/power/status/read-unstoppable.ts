import type { Aws } from '../../aws/aws.js';
import type { Unstoppable } from './own-unstoppable.js';
import type { TolerantRead } from './unread.js';

export type UnstoppableSources = Pick<Aws, 'billed' | 'msk' | 'elastiCache'>;

/** Kafka and caches of the region, and what tells where they are, all at once. */
export async function readUnstoppable(
  { billed, msk, elastiCache }: UnstoppableSources,
  read: TolerantRead,
): Promise<Unstoppable> {
  const [mskClusters, caches, subnets] = await Promise.all([
    read('clusters of Amazon MSK', (signal) => msk.clusters(undefined, signal), []),
    read('caches of ElastiCache', (signal) => elastiCache.caches(signal), []),
    read('subnets of clusters and caches', (signal) => billed.subnets(signal), new Map<string, string>()),
  ]);
  return { mskClusters, caches, subnets };
}

export const nothingUnstoppable: Unstoppable = { mskClusters: [], caches: [], subnets: new Map() };
