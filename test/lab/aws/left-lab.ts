import type { AwsLab } from './aws-lab.js';
import { controlAws } from './control.js';

interface Taggable {
  readonly tags?: Readonly<Record<string, string>>;
}

/** What is billed, or left, while the rest is asleep or gone. */
export interface LeftLab {
  /** Returns the volume's id. 8 GiB of gp3 when left out. */
  createVolume(
    request?: Taggable & {
      readonly sizeGib?: number;
      readonly type?: string;
      /** It is attached to it. */
      readonly instanceId?: string;
    },
  ): Promise<string>;
  /** Returns the snapshot's id. */
  createSnapshot(
    request: Taggable & { readonly volumeId: string; readonly description?: string },
  ): Promise<string>;
  /** An Elastic IP. Returns its allocation id. */
  createAddress(
    request: Taggable & {
      readonly address: string;
      /** It takes the place of the instance's own address, and stays when it stops. */
      readonly instanceId?: string;
    },
  ): Promise<string>;
  /** Returns its id. */
  createNatGateway(
    request: Taggable & { readonly subnetId: string; readonly allocationId: string },
  ): Promise<string>;
  /** Returns its id. An interface for `ecr.api` when left out. */
  createVpcEndpoint(
    request: Taggable & {
      readonly vpcId: string;
      readonly subnetIds: readonly string[];
      readonly type?: 'Interface' | 'Gateway';
      readonly service?: string;
    },
  ): Promise<string>;
  /** Returns its ARN. */
  createLoadBalancer(
    request: Taggable & {
      readonly name: string;
      readonly subnetIds: readonly string[];
      readonly type?: 'application' | 'network' | 'gateway';
    },
  ): Promise<string>;
  /** Returns its ARN. Kept for ever without a number of days. */
  createLogGroup(request: {
    readonly name: string;
    readonly storedBytes?: number;
    readonly retentionDays?: number;
    readonly tags?: Readonly<Record<string, string>>;
  }): Promise<string>;
}

export function leftLab(aws: AwsLab): LeftLab {
  const control = controlAws(aws.access.controlSocket);
  const create =
    <Request extends Taggable>(route: string) =>
    (request: Request): Promise<string> =>
      control(route, { tags: {}, ...request });
  const createVolume = create('ec2/volumes/create');
  return {
    createVolume: (request = {}) => createVolume(request),
    createSnapshot: create('ec2/snapshots/create'),
    createAddress: create('ec2/addresses/create'),
    createNatGateway: create('ec2/nat-gateways/create'),
    createVpcEndpoint: create('ec2/vpc-endpoints/create'),
    createLoadBalancer: create('elasticloadbalancing/load-balancers/create'),
    createLogGroup: (request) => control('logs/groups/create', request),
  };
}
