import type { Cache } from '../../aws/contract/elasticache.js';
import type { MskCluster } from '../../aws/contract/msk.js';
import { isNamedFor } from '../../msk/host-label.js';
import type { MskBrokers, Stays } from '../cost/stays.js';

/** Kafka and caches of a region, which AWS has no request to stop. */
export interface Unstoppable {
  readonly mskClusters: readonly MskCluster[];
  readonly caches: readonly Cache[];
  /** The VPC of each subnet. */
  readonly subnets: ReadonlyMap<string, string>;
}

/** What is known of the environment, to tell what is its own. */
export interface Surroundings {
  readonly vpcIds: readonly string[];
  /** Where exops.yaml has brokers of MSK. */
  readonly mskBrokers: MskBrokers | undefined;
}

/**
 * Pure: what of the region is the environment's. Clusters and caches in its VPCs, the cluster whose brokers exops.yaml has,
 * and caches in the VPC of that one. What is being deleted isn't billed any more.
 */
export function ownUnstoppable(
  { mskClusters, caches, subnets }: Unstoppable,
  { vpcIds, mskBrokers }: Surroundings,
): Pick<Stays, 'mskClusters' | 'mskBrokers' | 'caches'> {
  const vpcsOf = ({ subnetIds }: Pick<Cache, 'subnetIds'>) =>
    subnetIds.flatMap((subnet) => subnets.get(subnet) ?? []);
  const isIn = (all: readonly string[], vpcs: readonly string[]) => vpcs.some((vpc) => all.includes(vpc));
  const clusters = mskClusters.filter(({ state }) => state !== 'DELETING');
  const named = namedBy(mskBrokers?.hosts ?? [], clusters);
  const own = clusters.filter((one) => one === named || isIn(vpcIds, vpcsOf(one)));
  const around = [...vpcIds, ...(named === undefined ? [] : vpcsOf(named))];
  return {
    mskClusters: own,
    mskBrokers: own.length === 0 ? mskBrokers : undefined,
    caches: caches.filter(
      (one) =>
        !goneStates.has(one.state) && isIn(around, one.vpcId === undefined ? vpcsOf(one) : [one.vpcId]),
    ),
  };
}

const goneStates: ReadonlySet<string> = new Set(['deleting', 'deleted', 'create-failed']);

/** The one that the brokers' hosts are named for, as far as no other cluster could be. */
function namedBy(hosts: readonly string[], clusters: readonly MskCluster[]): MskCluster | undefined {
  const [first, ...others] = clusters.filter(
    ({ kind, name }) => kind === 'provisioned' && hosts.some((host) => isNamedFor(host, name)),
  );
  return others.length === 0 ? first : undefined;
}
