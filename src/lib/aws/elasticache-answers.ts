import type { CacheCluster, CacheSubnetGroup, Endpoint, ServerlessCache } from '@aws-sdk/client-elasticache';
import type { Cache } from './contract/elasticache.js';

/** The node-based caches that ElastiCache answered, in its order; the members of a replication group are one. */
export function nodeCachesOf(
  answered: readonly CacheCluster[],
  groups: readonly CacheSubnetGroup[],
): readonly Cache[] {
  const groupsByName = new Map(groups.map((group) => [group.CacheSubnetGroupName ?? '', group]));
  const caches = new Map<string, Cache>();
  for (const one of answered) {
    const cache = nodeCacheOf(one, groupsByName.get(one.CacheSubnetGroupName ?? ''));
    if (cache === undefined) continue;
    // A cluster may have the name of a group that it isn't of.
    const key = `${one.ReplicationGroupId === undefined ? 'cluster' : 'group'} ${cache.name}`;
    const known = caches.get(key);
    caches.set(key, known === undefined ? cache : { ...known, nodes: known.nodes + cache.nodes });
  }
  return [...caches.values()];
}

function nodeCacheOf(answered: CacheCluster, group: CacheSubnetGroup | undefined): Cache | undefined {
  const { ReplicationGroupId: owner, CacheClusterId: id, CacheClusterStatus: state } = answered;
  const name = owner || id;
  if (!name || !state) return undefined;
  const { ARN: arn, CacheNodes: nodes = [], SecurityGroups: securityGroups = [] } = answered;
  const { Subnets: subnets = [] } = group ?? {};
  return {
    ...{ name, state },
    arn: owner === undefined ? arn || undefined : groupArnOf(arn, owner),
    engine: answered.Engine ?? '',
    nodeType: answered.CacheNodeType || undefined,
    nodes: answered.NumCacheNodes ?? nodes.length,
    vpcId: group?.VpcId || undefined,
    subnetIds: subnets.flatMap(({ SubnetIdentifier }) => SubnetIdentifier ?? []),
    securityGroupIds: securityGroups.flatMap(({ SecurityGroupId }) => SecurityGroupId ?? []),
    endpoint: endpointOf(answered.ConfigurationEndpoint ?? nodes[0]?.Endpoint),
  };
}

/** A serverless cache as ElastiCache answers it; undefined when that isn't one. */
export function serverlessCacheOf(answered: ServerlessCache): Cache | undefined {
  const { ServerlessCacheName: name, Status: state } = answered;
  if (!name || !state) return undefined;
  return {
    // In capitals in the API's model, unlike those of cache clusters.
    ...{ name, state: state.toLowerCase(), nodeType: undefined, nodes: 0, vpcId: undefined },
    arn: answered.ARN || undefined,
    engine: answered.Engine ?? '',
    subnetIds: answered.SubnetIds ?? [],
    securityGroupIds: answered.SecurityGroupIds ?? [],
    endpoint: endpointOf(answered.Endpoint),
  };
}

/** `arn:aws:elasticache:ap-northeast-2:123456789012:cluster:shop-001` → `…:replicationgroup:shop` */
function groupArnOf(arn: string | undefined, group: string): string | undefined {
  return arn?.replace(/:cluster:[^:]*$/, () => `:replicationgroup:${group}`);
}

function endpointOf(answered: Endpoint | undefined): Cache['endpoint'] {
  const { Address: host, Port: port } = answered ?? {};
  return !host || port === undefined ? undefined : { host, port };
}
