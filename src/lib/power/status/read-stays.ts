import { type MskBrokers, nothingStays, type Stays } from '../cost/stays.js';
import { bareName } from '../kinds/selector-names.js';
import type { Sleeper } from '../model.js';
import type { Stood } from './observe-listed.js';
import { ownUnstoppable } from './own-unstoppable.js';
import { nothingUnstoppable, readUnstoppable, type UnstoppableSources } from './read-unstoppable.js';
import type { TolerantRead } from './unread.js';

export interface StaysInput {
  readonly found: readonly Pick<Stood, 'sleeper' | 'entry'>[];
  readonly mskBrokers: MskBrokers | undefined;
}

/**
 * What is billed beside that which sleeps, in one round: volumes and Elastic IPs at the instances, what their VPCs have, and
 * Kafka and caches. Where no VPC is known, nothing of one is.
 */
export async function readStays(
  sources: UnstoppableSources,
  { found, mskBrokers }: StaysInput,
  read: TolerantRead,
): Promise<Stays> {
  const { billed } = sources;
  const sleepers = found.map(({ sleeper }) => sleeper);
  const instanceIds = sleepers.flatMap(({ kind, id }) => (kind === 'ec2' ? [id] : []));
  const volumeIds = sleepers.flatMap(({ kind, volumeIds: ids }) => (kind === 'ec2' ? [] : ids));
  const vpcIds = vpcsOf(sleepers);
  const inVpcs = <Item>(
    what: string,
    list: (ids: readonly string[], signal: AbortSignal) => Promise<readonly Item[]>,
  ) => (vpcIds.length === 0 ? [] : read(what, (signal) => list(vpcIds, signal), []));
  const isUnstoppableKnown = vpcIds.length > 0 || mskBrokers !== undefined;
  const [atInstances, others, addresses, natGateways, vpcEndpoints, loadBalancers, region] =
    await Promise.all([
      instanceIds.length === 0
        ? []
        : read('volumes', (signal) => billed.volumes({ instanceIds }, signal), []),
      volumeIds.length === 0
        ? []
        : read('volumes', (signal) => billed.volumes({ ids: volumeIds }, signal), []),
      instanceIds.length === 0
        ? []
        : read('Elastic IPs', (signal) => billed.addresses({ instanceIds }, signal), undefined),
      inVpcs('NAT gateways', (ids, signal) => billed.natGateways(ids, signal)),
      inVpcs('VPC endpoints', (ids, signal) => billed.vpcEndpoints(ids, signal)),
      inVpcs('load balancers', (ids, signal) => billed.loadBalancers(ids, signal)),
      isUnstoppableKnown ? readUnstoppable(sources, read) : nothingUnstoppable,
    ]);
  return {
    ...nothingStays,
    ...{ volumes: [...atInstances, ...others], addresses, vpcEndpoints, loadBalancers },
    ...ownUnstoppable(region, { vpcIds, mskBrokers }),
    natGateways: natGateways.filter(({ state }) => state === 'available' || state === 'pending'),
    eksClusters: clustersOf(found),
  };
}

/** The VPCs that are known of what sleeps. */
export function vpcsOf(sleepers: readonly Pick<Sleeper, 'vpcId'>[]): readonly string[] {
  return [...new Set(sleepers.flatMap(({ vpcId }) => vpcId ?? []))];
}

/** A cluster whose node group is there is there, too. */
function clustersOf(found: StaysInput['found']): readonly string[] {
  const clusters = found.flatMap(({ entry: { selector } }) =>
    selector.kind === 'nodegroup' ? [bareName(selector.cluster)] : [],
  );
  return [...new Set(clusters)];
}
