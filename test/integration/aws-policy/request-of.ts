import type { AwsCall } from '../../lab/aws/calls.js';
import type { Request } from '../../unit/aws-policy/iam.js';

type Parameters = Readonly<Record<string, unknown>>;

const region = { 'aws:RequestedRegion': 'ap-northeast-2' };
const arn = (service: string, resource: string) =>
  `arn:aws:${service}:ap-northeast-2:123456789012:${resource}`;
const anything = () => ({ resource: '*', context: region });
const instance = ({ 'InstanceId.1': id }: Parameters) => ({ resource: arn('ec2', `instance/${id}`) });
const database = ({ DBInstanceIdentifier: name }: Parameters) => ({ resource: arn('rds', `db:${name}`) });
const cluster = ({ DBClusterIdentifier: name }: Parameters) => ({ resource: arn('rds', `cluster:${name}`) });
const group = (name: unknown) => arn('autoscaling', `autoScalingGroup:1a2b:autoScalingGroupName/${name}`);
const tagged = (resource: string, key: unknown) => ({ resource, context: { 'aws:TagKeys': [String(key)] } });

/** What IAM is asked for a call whose parameters name its resource; AWS makes it of the same. */
const requests: Readonly<Record<string, (parameters: Parameters) => Omit<Request, 'action'>>> = {
  'ec2:DescribeInstances': anything,
  'ec2:DescribeVolumes': anything,
  'ec2:DescribeInstanceTypes': anything,
  'autoscaling:DescribeAutoScalingGroups': anything,
  'cloudformation:ListExports': anything,
  'rds:DescribeDBInstances': () => ({ resource: arn('rds', 'db:*') }),
  'rds:DescribeDBClusters': () => ({ resource: arn('rds', 'cluster:*') }),
  'ec2:StopInstances': instance,
  'ec2:StartInstances': instance,
  'ec2:CreateTags': (of) => tagged(arn('ec2', `instance/${of['ResourceId.1']}`), of['Tag.1.Key']),
  'ec2:DeleteTags': (of) => tagged(arn('ec2', `instance/${of['ResourceId.1']}`), of['Tag.1.Key']),
  'ec2:GetConsoleOutput': ({ InstanceId }) => ({ resource: arn('ec2', `instance/${InstanceId}`) }),
  'ec2:DeleteVolume': ({ VolumeId }) => ({ resource: arn('ec2', `volume/${VolumeId}`) }),
  'ec2-instance-connect:SendSSHPublicKey': ({ InstanceId, InstanceOSUser }) => ({
    resource: arn('ec2', `instance/${InstanceId}`),
    context: { 'ec2:osuser': String(InstanceOSUser) },
  }),
  'rds:StopDBInstance': database,
  'rds:StartDBInstance': database,
  'rds:StopDBCluster': cluster,
  'rds:StartDBCluster': cluster,
  'rds:AddTagsToResource': (of) => tagged(String(of['ResourceName']), of['Tags.Tag.1.Key']),
  'rds:RemoveTagsFromResource': (of) => tagged(String(of['ResourceName']), of['TagKeys.member.1']),
  'autoscaling:UpdateAutoScalingGroup': (of) => ({ resource: group(of['AutoScalingGroupName']) }),
  'autoscaling:CreateOrUpdateTags': (of) =>
    tagged(group(of['Tags.member.1.ResourceId']), of['Tags.member.1.Key']),
  'autoscaling:DeleteTags': (of) => tagged(group(of['Tags.member.1.ResourceId']), of['Tags.member.1.Key']),
  'ecs:UpdateService': (of) => ({ resource: arn('ecs', `service/${of['cluster']}/${of['service']}`) }),
  'secretsmanager:GetSecretValue': ({ SecretId }) => ({
    resource: arn('secretsmanager', `secret:${SecretId}-AbC123`),
  }),
  'cloudformation:DescribeStacks': ({ StackName }) => ({
    resource: arn('cloudformation', `stack/${StackName}/1a2b`),
  }),
};

/** Undefined where the parameters don't tell. */
export function requestOf({ service, action, parameters }: AwsCall): Request | undefined {
  const name = `${service}:${action}`;
  const request = requests[name]?.(parameters instanceof Object ? (parameters as Parameters) : {});
  return request === undefined ? undefined : { action: name, ...request };
}
