import type { ResourceKind } from './resources.js';

/** What a statement of a policy is for: its Sid. */
export type Sid = (typeof grants)[number]['sid'];

/** Actions that are needed on resources. */
export interface Grant {
  readonly sid: string;
  readonly actions: readonly string[];
  readonly on: ResourceKind;
  /** Left out where there is nothing of this kind; `on` itself when left out. */
  readonly where?: ResourceKind;
  /** Lines of the `sleep` list with `skip` are only looked at. */
  readonly changes?: true;
}

/**
 * Every action that exops may ask AWS for, in the order in which a policy has them. A test holds that they are those of
 * src/lib/aws, and that each is needed by some command.
 * Which resources and conditions an action knows: https://docs.aws.amazon.com/service-authorization/latest/reference/
 */
export const grants = [
  // References of exops.yaml.
  { sid: 'ResolveReferences', actions: ['cloudformation:ListExports'], on: 'anything', where: 'exports' },
  { sid: 'ResolveReferences', actions: ['cloudformation:DescribeStacks'], on: 'stacks' },
  {
    sid: 'ResolveReferences',
    ...{ actions: ['secretsmanager:BatchGetSecretValue'], on: 'anything', where: 'several secrets' },
  },
  { sid: 'ResolveReferences', actions: ['secretsmanager:GetSecretValue'], on: 'secrets' },
  { sid: 'ResolveReferences', actions: ['ssm:GetParameters'], on: 'parameters' },
  {
    sid: 'ResolveReferences',
    ...{ actions: ['ec2:DescribeInstances'], on: 'anything', where: 'addresses of hosts' },
  },
  // Into hosts.
  { sid: 'FindHosts', actions: ['ec2:DescribeInstances'], on: 'anything', where: 'hosts' },
  {
    sid: 'FindEndpoints',
    ...{
      actions: ['ec2:DescribeInstanceConnectEndpoints'],
      on: 'anything',
      where: 'hosts through endpoints',
    },
  },
  { sid: 'PushSshKeys', actions: ['ec2-instance-connect:SendSSHPublicKey'], on: 'users of hosts' },
  { sid: 'OpenTunnels', actions: ['ec2-instance-connect:OpenTunnel'], on: 'endpoints' },
  {
    sid: 'StartSshSessions',
    ...{ actions: ['ssm:DescribeInstanceInformation'], on: 'anything', where: 'hosts through SSM' },
  },
  { sid: 'StartSshSessions', actions: ['ssm:StartSession'], on: 'hosts through SSM' },
  {
    sid: 'StartSshSessions',
    ...{ actions: ['ssm:StartSession'], on: 'SSH document', where: 'hosts through SSM' },
  },
  { sid: 'ReadHostKeys', actions: ['ec2:GetConsoleOutput'], on: 'hosts' },
  {
    sid: 'ReadHostKeysAsRoot',
    actions: ['ssm:DescribeInstanceInformation', 'ssm:GetCommandInvocation'],
    ...{ on: 'anything', where: 'hosts' },
  },
  { sid: 'ReadHostKeysAsRoot', actions: ['ssm:SendCommand'], on: 'hosts' },
  { sid: 'ReadHostKeysAsRoot', actions: ['ssm:SendCommand'], on: 'shell document', where: 'hosts' },
  { sid: 'PinHostKeys', actions: ['ec2:CreateTags'], on: 'host key tags' },
  // What sleeps.
  { sid: 'ReadSleepers', actions: ['eks:DescribeNodegroup', 'eks:DescribeUpdate'], on: 'node groups' },
  {
    sid: 'ReadSleepers',
    actions: ['eks:DescribeUpdate', 'eks:ListNodegroups'],
    on: 'clusters of node groups',
  },
  {
    sid: 'ReadSleepers',
    actions: ['autoscaling:DescribeAutoScalingGroups', 'autoscaling:DescribeScalingActivities'],
    ...{ on: 'anything', where: 'groups of instances' },
  },
  { sid: 'ReadSleepers', actions: ['ecs:DescribeServices'], on: 'services' },
  { sid: 'ReadSleepers', actions: ['rds:DescribeDBInstances'], on: 'any database' },
  { sid: 'ReadSleepers', actions: ['rds:DescribeDBClusters'], on: 'any database cluster' },
  {
    sid: 'ReadSleepers',
    actions: ['ec2:DescribeInstances', 'ec2:DescribeInstanceTypes', 'ec2:DescribeSpotInstanceRequests'],
    ...{ on: 'anything', where: 'instances' },
  },
  { sid: 'RecordSizes', actions: ['eks:TagResource', 'eks:UntagResource'], on: 'tags of node groups' },
  {
    sid: 'RecordSizes',
    ...{
      actions: ['autoscaling:CreateOrUpdateTags', 'autoscaling:DeleteTags'],
      on: 'tags of Auto Scaling groups',
    },
  },
  { sid: 'RecordSizes', actions: ['ecs:TagResource', 'ecs:UntagResource'], on: 'tags of services' },
  {
    sid: 'RecordSizes',
    ...{ actions: ['rds:AddTagsToResource', 'rds:RemoveTagsFromResource'], on: 'tags of databases' },
  },
  { sid: 'RecordSizes', actions: ['ec2:CreateTags', 'ec2:DeleteTags'], on: 'tags of instances' },
  { sid: 'Resize', actions: ['eks:UpdateNodegroupConfig'], on: 'node groups', changes: true },
  {
    sid: 'Resize',
    actions: ['autoscaling:UpdateAutoScalingGroup'],
    on: 'Auto Scaling groups',
    changes: true,
  },
  { sid: 'Resize', actions: ['ecs:UpdateService'], on: 'services', changes: true },
  { sid: 'Stop', actions: ['rds:StopDBInstance'], on: 'databases', changes: true },
  { sid: 'Stop', actions: ['rds:StopDBCluster'], on: 'database clusters', changes: true },
  { sid: 'Stop', actions: ['ec2:StopInstances'], on: 'instances', changes: true },
  { sid: 'Start', actions: ['rds:StartDBInstance'], on: 'databases', changes: true },
  { sid: 'Start', actions: ['rds:StartDBCluster'], on: 'database clusters', changes: true },
  { sid: 'Start', actions: ['ec2:StartInstances'], on: 'instances', changes: true },
  // What costs.
  {
    sid: 'ReadWhatIsBilled',
    actions: [
      ...[
        'ec2:DescribeAddresses',
        'ec2:DescribeNatGateways',
        'ec2:DescribeVolumes',
        'ec2:DescribeVpcEndpoints',
      ],
      ...['elasticloadbalancing:DescribeLoadBalancers', 'elasticloadbalancing:DescribeTags'],
    ],
    on: 'anything',
  },
  { sid: 'ReadPrices', actions: ['pricing:GetProducts'], on: 'anything anywhere' },
  // The schedule.
  { sid: 'ReadSchedules', actions: ['scheduler:ListSchedules'], on: 'anything' },
  { sid: 'ReadSchedules', actions: ['scheduler:GetSchedule'], on: 'schedules' },
  {
    sid: 'WriteSchedules',
    ...{ actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'], on: 'schedules' },
  },
  {
    sid: 'WriteSchedules',
    ...{ actions: ['scheduler:CreateScheduleGroup', 'scheduler:TagResource'], on: 'schedule group' },
  },
  { sid: 'WriteSchedules', actions: ['iam:PassRole'], on: 'roles for Scheduler' },
  { sid: 'DeleteSchedules', actions: ['scheduler:DeleteSchedule'], on: 'schedules' },
  { sid: 'DeleteSchedules', actions: ['scheduler:DeleteScheduleGroup'], on: 'schedule group' },
  // What is left.
  {
    sid: 'ReadLeftovers',
    ...{ actions: ['ec2:DescribeAddresses', 'ec2:DescribeSnapshots', 'ec2:DescribeVolumes'], on: 'anything' },
  },
  { sid: 'ReadLeftovers', actions: ['logs:DescribeLogGroups'], on: 'log groups' },
  { sid: 'DeleteLeftovers', actions: ['ec2:DeleteVolume'], on: 'unprotected volumes' },
  { sid: 'DeleteLeftovers', actions: ['ec2:DeleteSnapshot'], on: 'unprotected snapshots' },
  { sid: 'DeleteLeftovers', actions: ['ec2:ReleaseAddress'], on: 'unprotected addresses' },
  { sid: 'DeleteLeftovers', actions: ['logs:DeleteLogGroup'], on: 'unprotected log groups' },
] as const satisfies readonly Grant[];

/** AWS allows it to everybody: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export const needsNoRight: readonly string[] = ['sts:GetCallerIdentity'];

/** What AWS wants a right to for something else that is asked for: a schedule with a role, a group with tags. */
export const askedForByAws: readonly string[] = ['iam:PassRole', 'scheduler:TagResource'];

/** Parts of an environment whose references are resolved. */
export type Part =
  | 'hosts'
  | 'way to brokers'
  | 'brokers'
  | 'cluster'
  | 'topics'
  | 'kubernetes namespace'
  | 'kubernetes'
  | 'secrets'
  | 'sleep'
  /** All that may be shown. */
  | 'shown';

export interface CommandNeeds {
  readonly resolves: readonly Part[];
  /** The hosts that it is about: any of them, or those on the way to the brokers. */
  readonly enters?: 'hosts' | 'way to brokers';
  /** Beside resolving references. */
  readonly does: readonly Sid[];
}

const enter: readonly Sid[] = [
  ...(['FindHosts', 'FindEndpoints', 'OpenTunnels', 'StartSshSessions'] as const),
  ...(['ReadHostKeys', 'ReadHostKeysAsRoot', 'PushSshKeys'] as const),
];
const nothing: CommandNeeds = { resolves: [], does: [] };
const onHosts: CommandNeeds = { resolves: ['hosts'], enters: 'hosts', does: enter };
const onHostsByBrokers: CommandNeeds = { ...onHosts, resolves: ['hosts', 'brokers'] };
const onCluster: CommandNeeds = {
  resolves: ['cluster', 'topics', 'way to brokers'],
  ...{ enters: 'way to brokers', does: enter },
};
const onSleepers: CommandNeeds = {
  resolves: ['sleep', 'brokers', 'kubernetes'],
  does: ['ReadSleepers', 'ReadSchedules'],
};
/** Kafka is looked at, too. */
const onSleepersAndCluster = {
  resolves: [...onSleepers.resolves, 'cluster', 'way to brokers'],
  enters: 'way to brokers',
  does: [...onSleepers.does, ...enter],
} as const satisfies CommandNeeds;

/** What each command needs; Kafka's tools are what `rpk` and `kafka-topics` are. */
export const needsOfCommands: Readonly<Record<string, CommandNeeds>> = {
  'topics list': onCluster,
  'topics describe': onCluster,
  'topics diff': onCluster,
  'topics sync': onCluster,
  'topics export': onCluster,
  connect: onHosts,
  'ssh-config': nothing,
  'host status': onHosts,
  'host logs': onHosts,
  'host restart': onHostsByBrokers,
  'host redeploy': onHostsByBrokers,
  'host pin': { ...onHosts, does: [...enter, 'PinHostKeys'] },
  'host forget': { ...onHosts, does: ['FindHosts'] },
  rpk: onHosts,
  'kafka-topics': onHostsByBrokers,
  'k8s patch-bootstrap': {
    resolves: ['kubernetes', 'brokers', 'cluster', 'way to brokers'],
    ...{ enters: 'way to brokers', does: enter },
  },
  'k8s sync-secrets': { resolves: ['kubernetes', 'secrets'], does: [] },
  'k8s status': { resolves: ['kubernetes', 'brokers'], does: [] },
  'k8s rbac': { resolves: ['kubernetes namespace'], does: [] },
  'dev sleep': {
    ...onSleepersAndCluster,
    does: [...onSleepersAndCluster.does, 'RecordSizes', 'Resize', 'Stop'],
  },
  'dev wake': {
    ...onSleepersAndCluster,
    does: [...onSleepersAndCluster.does, 'RecordSizes', 'Resize', 'Start'],
  },
  'dev status': { ...onSleepers, does: [...onSleepers.does, 'ReadWhatIsBilled', 'ReadPrices'] },
  'dev cost': { ...onSleepers, does: [...onSleepers.does, 'ReadWhatIsBilled', 'ReadPrices'] },
  'dev schedule show': { resolves: [], does: ['ReadSchedules'] },
  'dev schedule set': { ...onSleepers, does: [...onSleepers.does, 'WriteSchedules', 'DeleteSchedules'] },
  'dev schedule remove': { ...onSleepers, does: [...onSleepers.does, 'DeleteSchedules'] },
  'dev schedule policy': onSleepers,
  'dev leftovers': { resolves: [], does: ['ReadLeftovers', 'DeleteLeftovers'] },
  'aws policy': { resolves: ['hosts', 'sleep'], enters: 'hosts', does: ['FindHosts', 'FindEndpoints'] },
  'config view': { resolves: ['shown'], does: [] },
  'config validate': nothing,
  completion: nothing,
};
