import {
  DescribeCacheClustersCommand,
  type DescribeCacheClustersCommandInput,
  DescribeCacheSubnetGroupsCommand,
  type DescribeCacheSubnetGroupsCommandInput,
  DescribeServerlessCachesCommand,
  type DescribeServerlessCachesCommandInput,
  ElastiCacheClient,
} from '@aws-sdk/client-elasticache';
import type { ClientSettings, SendOptions } from './connection.js';

export function elastiCacheClient(settings: ClientSettings) {
  const client = new ElastiCacheClient(settings);
  return {
    describeCacheClusters: (input: DescribeCacheClustersCommandInput, options: SendOptions) =>
      client.send(new DescribeCacheClustersCommand(input), options),
    describeCacheSubnetGroups: (input: DescribeCacheSubnetGroupsCommandInput, options: SendOptions) =>
      client.send(new DescribeCacheSubnetGroupsCommand(input), options),
    describeServerlessCaches: (input: DescribeServerlessCachesCommandInput, options: SendOptions) =>
      client.send(new DescribeServerlessCachesCommand(input), options),
  };
}
