import type {
  ElasticAddress,
  LoadBalancer,
  NatGateway,
  Volume,
  VpcEndpoint,
} from '../../aws/contract/billed.js';

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
  readonly mskBrokers: MskBrokers | undefined;
}

/** The brokers of an MSK cluster, which can't be stopped. */
export interface MskBrokers {
  readonly count: number;
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
  mskBrokers: undefined,
};
