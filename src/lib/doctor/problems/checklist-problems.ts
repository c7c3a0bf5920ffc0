import type { Problem } from '../model.js';

/** What `exops doctor --checklist` finds missing after a deployment. */
export const checklistProblems = {
  'nodes-not-ready': {
    layer: 'kubernetes',
    title: 'Nodes of the environment are not Ready',
    symptoms: [],
    cause: 'The node group is asleep or could not start instances, or the kubelet of a node does not answer.',
    remedy: 'Wake the node group (`exops dev wake`), and read `kubectl describe node NODE`.',
  },
  'database-unavailable': {
    layer: 'instance',
    title: 'A database of the environment is not available',
    symptoms: [],
    cause: 'It is stopped, starting, or AWS is at work on it.',
    remedy: 'Wake it with `exops dev wake NAME`, or wait for what AWS does.',
  },
  'cache-unavailable': {
    layer: 'instance',
    title: 'A cache of the environment is not available',
    symptoms: [],
    cause: 'It is being created or changed, or its creation failed.',
    remedy: 'Read its events: `aws elasticache describe-events --duration 1440`.',
  },
  'cache-closed': {
    layer: 'security group',
    title: 'No rule lets pods reach a cache',
    symptoms: ['ioredis: connect ETIMEDOUT'],
    cause:
      "The cache's security groups admit neither the security groups nor the addresses of the cluster's nodes to its port.",
    remedy: 'Add the rule with the command that `exops doctor --checklist` prints.',
  },
  'topic-missing': {
    layer: 'metadata',
    title: 'Topics of the manifests are missing, or have too few partitions',
    symptoms: [
      'kafkajs: This server does not host this topic-partition',
      'Java: UnknownTopicOrPartitionException',
    ],
    cause: 'The manifests were not applied to this cluster, or only in part.',
    remedy: 'Run `exops topics sync`.',
  },
  'workload-incomplete': {
    layer: 'pods',
    title: 'A workload lacks pods that are ready',
    symptoms: [],
    cause: 'Its rollout is under way, or new pods do not become ready.',
    remedy: 'Read `kubectl describe`, and the log of its pods.',
  },
} as const satisfies Record<string, Problem>;
