import type { Nodegroup as AnsweredNodegroup, Update } from '@aws-sdk/client-eks';
import type { Nodegroup, NodegroupUpdate } from './contract/eks.js';

/** A node group as EKS answers it; undefined when that isn't one. */
export function nodegroupOf(answered: AnsweredNodegroup): Nodegroup | undefined {
  const { clusterName: cluster, nodegroupName: name, nodegroupArn: arn, status } = answered;
  if (!cluster || !name || !arn || !status) return undefined;
  const { minSize: min = 0, desiredSize: desired = 0, maxSize: max = 0 } = answered.scalingConfig ?? {};
  return {
    ...{ cluster, name, arn, status },
    ...{ min, max, desired },
    capacityType: answered.capacityType ?? 'ON_DEMAND',
    instanceTypes: answered.instanceTypes ?? [],
    autoScalingGroups: (answered.resources?.autoScalingGroups ?? []).flatMap(({ name }) => name ?? []),
    issues: (answered.health?.issues ?? []).map(({ code, message }) => said(code, message)),
    tags: new Map(Object.entries(answered.tags ?? {})),
  };
}

/** An update as EKS answers it; undefined when that isn't one. */
export function updateOf(answered: Update): NodegroupUpdate | undefined {
  const { status, errors = [] } = answered;
  if (!status) return undefined;
  return { status, errors: errors.map(({ errorCode, errorMessage }) => said(errorCode, errorMessage)) };
}

/** `PodEvictionFailure: Reached max retries while trying to evict pods` */
function said(code: string | undefined, message: string | undefined): string {
  return [code, message].filter(Boolean).join(': ');
}
