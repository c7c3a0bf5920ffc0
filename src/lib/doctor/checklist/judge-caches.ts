import type { Cache } from '../../aws/contract/elasticache.js';
import type { SecurityGroup } from '../../aws/contract/network.js';
import { printable } from '../../terminal/printable.js';
import { admission, type Caller } from '../aws/admits.js';
import type { Finding } from '../model.js';

/** https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/WhatIs.Components.html: it serves while these go on. */
const serving: ReadonlySet<string> = new Set([
  'available',
  'modifying',
  'snapshotting',
  'rebooting cluster nodes',
]);

/** Pure: those that don't serve. */
export function judgeCaches(caches: readonly Pick<Cache, 'name' | 'state'>[]): readonly Finding[] {
  return caches
    .filter(({ state }) => !serving.has(state))
    .map(({ name, state }) => ({
      ...{
        verdict: 'broken',
        saw: `${printable(name)} is ${printable(state)}`,
        problem: 'cache-unavailable',
      },
      next: [
        'It becomes available by itself, or its events say why not:',
        'aws elasticache describe-events --duration 1440',
      ],
    }));
}

type CacheWay = Pick<Cache, 'name' | 'securityGroupIds' | 'endpoint'>;

/** Pure: those whose security groups let no node in. Where rules name prefix lists it isn't known. */
export function judgeCacheWays(
  caches: readonly CacheWay[],
  groups: readonly SecurityGroup[],
  nodes: Caller,
  region: string,
): readonly Finding[] {
  return caches.flatMap((cache): readonly Finding[] => {
    const { endpoint, securityGroupIds } = cache;
    const own = groups.filter(({ id }) => securityGroupIds.includes(id));
    if (endpoint === undefined || own.length === 0) return [];
    const admitted = admission(own, nodes, endpoint.port);
    if (admitted.kind === 'admitted') return [];
    const isKnown = admitted.kind === 'refused';
    const what = isKnown
      ? 'no rule admits the nodes'
      : 'whether rules with prefix lists admit the nodes is not known';
    const [group] = own;
    const [source] = nodes.groupIds;
    const next =
      group === undefined || source === undefined || !isKnown
        ? []
        : [
            `aws ec2 authorize-security-group-ingress --group-id ${group.id} --protocol tcp --port ${endpoint.port} --source-group ${source} --region ${region}`,
          ];
    return [
      {
        ...{ verdict: isKnown ? 'broken' : 'warning', problem: 'cache-closed', next },
        saw: `${printable(cache.name)} ${printable(securityGroupIds.join(', '))}: ${what} to port ${endpoint.port}`,
      },
    ];
  });
}
