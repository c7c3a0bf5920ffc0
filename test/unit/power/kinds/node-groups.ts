import type { Eks, Nodegroup } from '../../../../src/lib/aws/contract/eks.js';
import type { Node } from '../../../../src/lib/k8s/kubernetes.js';

/** A node group of one node group's Auto Scaling group, `asg-<name>`. */
export function nodegroup(name: string, over: Partial<Nodegroup> = {}): Nodegroup {
  const cluster = over.cluster ?? 'exchange-dev';
  return {
    cluster,
    name,
    arn: `arn:aws:eks:ap-northeast-2:123456789012:nodegroup/${cluster}/${name}/0cb8`,
    status: 'ACTIVE',
    min: 1,
    max: 4,
    desired: 2,
    capacityType: 'SPOT',
    instanceTypes: ['t3.large', 't3a.large'],
    autoScalingGroups: [`asg-${name}`],
    issues: [],
    tags: new Map(),
    ...over,
  };
}

export function node(name: string, nodegroupName: string, over: Partial<Node> = {}): Node {
  return {
    name,
    isReady: true,
    isUnschedulable: false,
    labels: { 'eks.amazonaws.com/nodegroup': nodegroupName },
    ...over,
  };
}

/** EKS with these node groups. Each call is told: `nodegroup spot`, `scale spot 0 0`. */
export function eksWith(
  nodegroups: readonly Nodegroup[],
  over: Partial<Eks> = {},
): { readonly eks: Eks; readonly calls: readonly string[] } {
  const calls: string[] = [];
  const write =
    (action: string) =>
    async (...words: readonly unknown[]) => {
      calls.push([action, ...words.filter((word) => typeof word === 'string')].join(' '));
    };
  const { nodegroup: describe, scale, update } = over;
  return {
    calls,
    eks: {
      async nodegroupNames(cluster) {
        calls.push(`nodegroupNames ${cluster}`);
        return nodegroups.filter((one) => one.cluster === cluster).map(({ name }) => name);
      },
      async nodegroup(cluster, name, signal) {
        calls.push(`nodegroup ${name}`);
        if (describe !== undefined) return describe(cluster, name, signal);
        return nodegroups.find((one) => one.cluster === cluster && one.name === name);
      },
      async scale(cluster, name, size, signal) {
        calls.push(`scale ${name} ${size.min} ${size.desired}`);
        return scale?.(cluster, name, size, signal) ?? 'update-1';
      },
      async update(cluster, name, id, signal) {
        calls.push(`update ${name} ${id}`);
        return update?.(cluster, name, id, signal) ?? { status: 'Successful', errors: [] };
      },
      setTag: write('setTag'),
      removeTag: write('removeTag'),
    },
  };
}
