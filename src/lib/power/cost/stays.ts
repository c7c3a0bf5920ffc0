import type {
  ElasticAddress,
  LoadBalancer,
  NatGateway,
  Volume,
  VpcEndpoint,
} from '../../aws/contract/billed.js';
import type { Cache } from '../../aws/contract/elasticache.js';
import type { MskCluster } from '../../aws/contract/msk.js';

/** What is billed whether an environment sleeps or not, as far as it can be read. */
export interface Stays {
  /** At the environment's instances. */
  readonly volumes: readonly Volume[];
  /** At the environment's instances; undefined when they couldn't be read. */
  readonly addresses: readonly ElasticAddress[] | undefined;
  /** Of the VPCs that the environment's instances are in; those that are ready or about to be. */
  readonly natGateways: readonly NatGateway[];
  readonly vpcEndpoints: readonly VpcEndpoint[];
  readonly loadBalancers: readonly LoadBalancer[];
  /** Names of the clusters that have one of the environment's node groups. */
  readonly eksClusters: readonly string[];
  /** Of Amazon MSK, which can't be stopped. */
  readonly mskClusters: readonly MskCluster[];
  /** The environment's brokers, where MSK tells of no cluster that is known to be theirs. */
  readonly mskBrokers: MskBrokers | undefined;
  /** Of ElastiCache, which can't be stopped. */
  readonly caches: readonly Cache[];
}

/** Brokers of MSK as exops.yaml knows them. */
export interface MskBrokers {
  readonly hosts: readonly string[];
  /** `kafka.t3.small`; undefined when it isn't known. */
  readonly type: string | undefined;
}

export const nothingStays: Stays = {
  volumes: [],
  addresses: [],
  natGateways: [],
  vpcEndpoints: [],
  loadBalancers: [],
  eksClusters: [],
  mskClusters: [],
  mskBrokers: undefined,
  caches: [],
};
