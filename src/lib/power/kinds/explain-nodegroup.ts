import type { AwsError } from '../../aws/aws-errors.js';
import { launchAdvice } from './explain-launch.js';
import { sayTrouble } from './say-trouble.js';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html and API_ErrorDetail.html */
const causes: ReadonlyMap<string, string> = new Map([
  [
    'NodeCreationFailure',
    "Instances start and don't join the cluster: see the node role, its access entry (or aws-auth), and the way from the subnets to the API server.",
  ],
  [
    'PodEvictionFailure',
    'Pods could not be evicted in time: see the PodDisruptionBudgets that allow no disruption (kubectl get pdb -A).',
  ],
  ['AccessDenied', 'The nodes or EKS may not do it: see the node role, and its access entry (or aws-auth).'],
  ['AutoScalingGroupNotFound', 'Its Auto Scaling group was deleted: the node group has to be made anew.'],
  ['ClusterUnreachable', 'EKS cannot reach the API server of the cluster: see the cluster in EKS.'],
  ['Ec2SubnetNotFound', 'A subnet of it is gone: the node group has to be made anew in others.'],
  ['IamInstanceProfileNotFound', 'Its instance profile is gone: make it again, with the same name.'],
  ['IamNodeRoleNotFound', 'Its node role is gone: make it again, with the same name.'],
  [
    'Ec2LaunchTemplateNotFound',
    'Its launch template is gone: update the node group to another, or make it anew.',
  ],
  [
    'AsgInstanceLaunchFailures',
    'Its Auto Scaling group cannot start instances: see the activities of the group in EC2.',
  ],
]);

/** A health issue, or why an update failed: `AsgInstanceLaunchFailures: …`. */
export function explainIssue(issue: string): string {
  const [code = ''] = issue.split(':', 1);
  return sayTrouble(issue, launchAdvice(issue) ?? causes.get(code));
}

/** An update that was accepted, and failed. */
export function explainFailedUpdate(status: string, errors: readonly string[]): string {
  const [first] = errors;
  const failed = `The update of its size ended as ${status}`;
  return first === undefined ? sayTrouble(failed, undefined) : `${failed}: ${explainIssue(first)}`;
}

/** What to do when EKS refuses to resize one. */
export function nodegroupAdvice({ code, message }: Pick<AwsError, 'code' | 'message'>): string | undefined {
  if (code === 'ResourceInUseException' || code === 'NodegroupDegraded')
    return 'EKS takes no update of the node group as it is: see its status and health issues (aws eks describe-nodegroup).';
  return /(?:minimum|desired|max\w*) (?:capacity|size)/i.test(message)
    ? 'The size does not fit the maximum that the node group has now: raise it, or choose another size with --wakes-to.'
    : undefined;
}
