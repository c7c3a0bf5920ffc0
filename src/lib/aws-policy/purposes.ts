import { kafkaPurposes, mskBrokers } from './kafka-purposes.js';
import type { ResourceKind } from './resources.js';
import { unstoppablePurposes } from './unstoppable-purposes.js';

/** Rights to some actions. */
export interface Grant {
  readonly actions: readonly string[];
  readonly on: ResourceKind;
  /** Left out where there is nothing of this kind; `on` itself when left out. */
  readonly where?: ResourceKind;
}

/**
 * Every action that exops may ask AWS for, by what it is for: the Sid of a statement, but for what is read of anything. A
 * test holds that they are those of src/lib/aws, and that each is needed by some command.
 * Which resources and conditions an action knows: https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export const purposes = {
  ResolveReferences: [
    { actions: ['cloudformation:ListExports'], on: 'anything', where: 'exports' },
    { actions: ['cloudformation:DescribeStacks'], on: 'stacks' },
    { actions: ['secretsmanager:BatchGetSecretValue'], on: 'anything', where: 'several secrets' },
    { actions: ['secretsmanager:GetSecretValue'], on: 'secrets' },
    { actions: ['ssm:GetParameters'], on: 'parameters' },
    { actions: ['ec2:DescribeInstances'], on: 'anything', where: 'addresses of hosts' },
    ...mskBrokers,
  ],

  FindHosts: [{ actions: ['ec2:DescribeInstances'], on: 'anything', where: 'hosts' }],
  FindEndpoints: [
    {
      actions: ['ec2:DescribeInstanceConnectEndpoints'],
      on: 'anything',
      where: 'hosts through endpoints',
    },
  ],
  OpenTunnels: [{ actions: ['ec2-instance-connect:OpenTunnel'], on: 'endpoints' }],
  StartSshSessions: [
    { actions: ['ssm:DescribeInstanceInformation'], on: 'anything', where: 'hosts through SSM' },
    { actions: ['ssm:StartSession'], on: 'hosts through SSM' },
    { actions: ['ssm:StartSession'], on: 'SSH document', where: 'hosts through SSM' },
  ],
  ReadHostKeys: [{ actions: ['ec2:GetConsoleOutput'], on: 'hosts' }],
  ReadHostKeysAsRoot: [
    {
      actions: ['ssm:DescribeInstanceInformation', 'ssm:GetCommandInvocation'],
      on: 'anything',
      where: 'hosts',
    },
    { actions: ['ssm:SendCommand'], on: 'hosts' },
    { actions: ['ssm:SendCommand'], on: 'shell document', where: 'hosts' },
  ],
  PushSshKeys: [{ actions: ['ec2-instance-connect:SendSSHPublicKey'], on: 'users of hosts' }],
  PinHostKeys: [{ actions: ['ec2:CreateTags'], on: 'host key tags' }],

  ReadSleepers: [
    { actions: ['eks:ListNodegroups'], on: 'clusters searched for node groups' },
    { actions: ['eks:DescribeNodegroup', 'eks:DescribeUpdate'], on: 'listed node groups' },
    { actions: ['eks:DescribeUpdate'], on: 'clusters of node groups' },
    {
      actions: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeScalingActivities'],
      on: 'anything',
      where: 'listed groups of instances',
    },
    { actions: ['ec2:DescribeInstanceTypes'], on: 'anything', where: 'listed groups of instances' },
    { actions: ['ecs:ListServices'], on: 'clusters searched for services' },
    { actions: ['ecs:DescribeServices'], on: 'listed services' },
    { actions: ['rds:DescribeDBInstances'], on: 'any database' },
    { actions: ['rds:DescribeDBClusters'], on: 'any database cluster' },
    {
      actions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceTypes', 'ec2:DescribeSpotInstanceRequests'],
      on: 'anything',
      where: 'listed instances',
    },
  ],
  RecordSizes: [
    { actions: ['eks:TagResource', 'eks:UntagResource'], on: 'records of node groups' },
    {
      actions: ['autoscaling:CreateOrUpdateTags', 'autoscaling:DeleteTags'],
      on: 'records of Auto Scaling groups',
    },
    { actions: ['ecs:TagResource', 'ecs:UntagResource'], on: 'records of services' },
    { actions: ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'], on: 'records of databases' },
    { actions: ['ec2:CreateTags', 'ec2:DeleteTags'], on: 'records of instances' },
  ],
  ForgetSizes: [
    { actions: ['eks:UntagResource'], on: 'records of node groups' },
    { actions: ['autoscaling:DeleteTags'], on: 'records of Auto Scaling groups' },
    { actions: ['ecs:UntagResource'], on: 'records of services' },
    { actions: ['rds:RemoveTagsFromResource'], on: 'records of databases' },
    { actions: ['ec2:DeleteTags'], on: 'records of instances' },
  ],
  Resize: [
    { actions: ['eks:UpdateNodegroupConfig'], on: 'node groups' },
    { actions: ['autoscaling:UpdateAutoScalingGroup'], on: 'Auto Scaling groups' },
    { actions: ['ecs:UpdateService'], on: 'services' },
  ],
  Stop: [
    { actions: ['rds:StopDBInstance'], on: 'databases' },
    { actions: ['rds:StopDBCluster'], on: 'database clusters' },
    { actions: ['ec2:StopInstances'], on: 'instances' },
  ],
  Start: [
    { actions: ['rds:StartDBInstance'], on: 'databases' },
    { actions: ['rds:StartDBCluster'], on: 'database clusters' },
    { actions: ['ec2:StartInstances'], on: 'instances' },
  ],

  ReadWhatIsBilled: [
    {
      actions: [
        'ec2:DescribeAddresses',
        'ec2:DescribeNatGateways',
        'ec2:DescribeVolumes',
        'ec2:DescribeVpcEndpoints',
        'elasticloadbalancing:DescribeLoadBalancers',
        'elasticloadbalancing:DescribeTags',
      ],
      on: 'anything',
      where: 'listed instances',
    },
  ],
  ReadPrices: [{ actions: ['pricing:GetProducts'], on: 'anything anywhere' }],
  ...unstoppablePurposes,

  ...kafkaPurposes,

  ReadSchedules: [
    { actions: ['scheduler:ListSchedules'], on: 'anything' },
    { actions: ['scheduler:GetSchedule'], on: 'schedules' },
  ],
  WriteSchedules: [
    { actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'], on: 'schedules' },
    { actions: ['scheduler:CreateScheduleGroup', 'scheduler:TagResource'], on: 'schedule group' },
    { actions: ['iam:PassRole'], on: 'roles for Scheduler' },
  ],
  DeleteSchedules: [
    { actions: ['scheduler:DeleteSchedule'], on: 'schedules' },
    { actions: ['scheduler:DeleteScheduleGroup'], on: 'schedule group' },
  ],

  ReadLeftovers: [
    { actions: ['ec2:DescribeAddresses', 'ec2:DescribeSnapshots', 'ec2:DescribeVolumes'], on: 'anything' },
    { actions: ['logs:DescribeLogGroups', 'logs:ListTagsForResource'], on: 'log groups' },
  ],
  DeleteLeftovers: [
    { actions: ['ec2:DeleteVolume'], on: 'unprotected volumes' },
    { actions: ['ec2:DeleteSnapshot'], on: 'unprotected snapshots' },
    { actions: ['ec2:ReleaseAddress'], on: 'unprotected addresses' },
    { actions: ['logs:DeleteLogGroup'], on: 'unprotected log groups' },
  ],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;

export type Sid = keyof typeof purposes;

/** AWS allows it to everybody: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const needsNoRight: readonly string[] = ['sts:GetCallerIdentity'];

/** What AWS wants a right to for something else that is asked for: a schedule with a role, a group with tags. */
export const askedForByAws: readonly string[] = ['iam:PassRole', 'scheduler:TagResource'];

/** What the brokers of MSK want a right to, which nobody asks AWS for. */
export const askedForByKafka = /^kafka-cluster:/;
