import type { Instance } from '../../../src/lib/aws/aws.js';

/** An instance with nothing special about it, and without tags. */
export const plainInstance: Instance = {
  id: 'i-0123456789abcdef0',
  state: 'running',
  transitionReason: undefined,
  stateReason: undefined,
  publicAddress: undefined,
  privateAddress: '10.0.11.8',
  ipv6Address: undefined,
  availabilityZone: 'ap-northeast-2a',
  vpcId: 'vpc-0a',
  subnetId: 'subnet-0a',
  securityGroupIds: ['sg-0a'],
  platform: undefined,
  instanceType: 't3.large',
  launchedAt: Date.UTC(2026, 10, 20, 10),
  spotRequest: undefined,
  hasInstanceStoreRoot: false,
  hasElasticAddress: false,
  volumeIds: ['vol-0123456789abcdef0'],
  tags: new Map(),
};
