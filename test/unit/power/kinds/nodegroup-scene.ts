import { AwsError } from '../../../../src/lib/aws/aws-errors.js';
import type { AutoScalingGroup } from '../../../../src/lib/aws/contract/autoscaling.js';
import type { Eks, Nodegroup } from '../../../../src/lib/aws/contract/eks.js';
import type { Node } from '../../../../src/lib/k8s/kubernetes.js';
import { clusterNodes } from '../../../../src/lib/power/kinds/cluster-nodes.js';
import { nodegroupPort } from '../../../../src/lib/power/kinds/nodegroup.js';
import { names } from './asking.js';
import { autoScalingWith, group, groupInstance, typesWith } from './groups.js';
import { eksWith, nodegroup } from './node-groups.js';

export interface Given {
  readonly nodegroups?: readonly Nodegroup[];
  readonly groups?: readonly AutoScalingGroup[];
  readonly eks?: Partial<Eks>;
  /** What Kubernetes answers, one after the other, the last one from then on; without one there is none. */
  readonly nodes?: readonly (() => readonly Node[])[];
  readonly context?: string;
  /** Types with disks of their own. */
  readonly stores?: readonly string[];
}

export const working = (name: string, count = 2) =>
  group(`asg-${name}`, { instances: names(`i-${name}`, count).map((id) => groupInstance(id)) });

export function opened({
  nodegroups = [nodegroup('spot')],
  groups = [working('spot')],
  eks: over = {},
  nodes,
  context = 'dev',
  stores = [],
}: Given = {}) {
  const { eks, calls } = eksWith(nodegroups, over);
  const { autoScaling, calls: groupCalls } = autoScalingWith(groups);
  const notices: string[] = [];
  let looks = 0;
  const kubernetes = {
    context,
    async nodes() {
      looks += 1;
      return nodes?.[Math.min(looks, nodes.length) - 1]?.() ?? [];
    },
  };
  const port = nodegroupPort({
    aws: { eks, autoScaling, ec2: typesWith(...stores) },
    nodes: clusterNodes({
      kubernetes: nodes === undefined ? undefined : kubernetes,
      notice: (text) => notices.push(text),
    }),
  });
  return { port, calls, groupCalls, notices, looks: () => looks };
}

export const selector = (name: string, cluster = 'exchange-dev') =>
  ({ kind: 'nodegroup', cluster, choice: { by: 'name', name } }) as const;
export const busy = new AwsError(
  'ResourceInUseException',
  'Nodegroup cannot be updated as it is currently not in Active State',
);
