import { ExopsError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';

/** Of which cluster and node group, as requests name them. */
export interface NodegroupName {
  readonly cluster: string;
  readonly nodegroup: string;
}

const arnForm = /:nodegroup\/([^/]+)\/([^/]+)\//;

/** `arn:aws:eks:ap-northeast-2:123456789012:nodegroup/exchange-dev/spot/0cb8…` @throws ExopsError */
export function nameInArn(arn: string): NodegroupName {
  const [, cluster, nodegroup] = arnForm.exec(arn) ?? [];
  if (cluster === undefined || nodegroup === undefined)
    throw new ExopsError(`EKS told of a node group with an ARN that is none: ${printable(arn)}`);
  return { cluster, nodegroup };
}
