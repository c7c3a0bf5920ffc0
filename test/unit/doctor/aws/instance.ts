import type { Instance } from '../../../../src/lib/aws/aws.js';

/** One that runs, as EC2 tells of it. */
export function instance(over: Partial<Instance> = {}): Instance {
  return {
    ...{ id: 'i-0123456789abcdef0', state: 'running', volumeIds: [], tags: new Map(), platform: undefined },
    ...{ transitionReason: undefined, stateReason: undefined, availabilityZone: undefined },
    ...{ privateAddress: undefined, publicAddress: undefined, ipv6Address: undefined, vpcId: undefined },
    ...{ subnetId: undefined, instanceType: undefined, launchedAt: undefined, spotRequest: undefined },
    ...{ securityGroupIds: [], hasInstanceStoreRoot: false, hasElasticAddress: false },
    ...over,
  };
}
