import type { Sleepable } from './night.js';

const ecs = (action: string) => `AmazonEC2ContainerServiceV20141113.${action}`;

const read = {
  nodegroup: ['GET /clusters/…/node-groups/…', 'DescribeAutoScalingGroups'],
  asg: ['DescribeAutoScalingGroups'],
  ecs: [ecs('DescribeServices')],
  rds: ['DescribeDBInstances'],
  'rds-cluster': ['DescribeDBClusters'],
  ec2: ['DescribeInstances'],
} as const;

const resizeNodegroup = ['POST /clusters/…/node-groups/…/update-config', 'GET /clusters/…/updates/…'];

/** What is asked of AWS for each kind of resource from the first write on: its record first. */
export const callsOf: Readonly<
  Record<Sleepable, { readonly sleep: readonly string[]; readonly wake: readonly string[] }>
> = {
  nodegroup: {
    sleep: ['POST /tags/…', ...resizeNodegroup, ...read.nodegroup],
    wake: [...resizeNodegroup, ...read.nodegroup, 'DELETE /tags/…'],
  },
  asg: {
    sleep: ['CreateOrUpdateTags', 'UpdateAutoScalingGroup', ...read.asg],
    wake: ['UpdateAutoScalingGroup', ...read.asg, 'DeleteTags'],
  },
  ecs: {
    sleep: [ecs('TagResource'), ecs('UpdateService'), ...read.ecs],
    wake: [ecs('UpdateService'), ...read.ecs, ecs('UntagResource')],
  },
  rds: {
    sleep: ['AddTagsToResource', 'StopDBInstance', ...read.rds],
    wake: ['StartDBInstance', ...read.rds, 'RemoveTagsFromResource'],
  },
  'rds-cluster': {
    sleep: ['AddTagsToResource', 'StopDBCluster', ...read['rds-cluster']],
    wake: ['StartDBCluster', ...read['rds-cluster'], 'RemoveTagsFromResource'],
  },
  ec2: {
    sleep: ['CreateTags', 'StopInstances', ...read.ec2],
    wake: ['StartInstances', ...read.ec2, 'DeleteTags'],
  },
};
