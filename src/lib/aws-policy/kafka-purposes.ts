import type { Grant } from './purposes.js';

/** What looks up the brokers of the environment's MSK cluster. */
export const mskBrokers = [
  { actions: ['kafka:ListClustersV2'], on: 'anything', where: 'MSK cluster by name' },
  { actions: ['kafka:DescribeClusterV2'], on: 'MSK cluster by ARN' },
  { actions: ['kafka:GetBootstrapBrokers'], on: 'MSK cluster of brokers' },
] as const satisfies readonly Grant[];

/**
 * Rights to MSK, to who may reach it, and to the Kafka in it where that takes logins of IAM.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedstreamingforapachekafka.html
 * https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html
 */
export const kafkaPurposes = {
  FindMskCluster: [{ actions: ['kafka:ListClustersV2'], on: 'anything', where: 'named MSK cluster' }],
  ListMskClusters: [{ actions: ['kafka:ListClustersV2'], on: 'anything' }],
  ReadMskClusters: [
    { actions: ['kafka:DescribeClusterV2', 'kafka:GetBootstrapBrokers'], on: 'MSK clusters' },
  ],
  ReadMskNodes: [
    { actions: ['kafka:ListNodes'], on: 'anything', where: 'MSK clusters' },
    { actions: ['kafka:ListScramSecrets'], on: 'MSK clusters' },
  ],
  ReadMskPolicies: [{ actions: ['kafka:GetClusterPolicy'], on: 'MSK clusters' }],

  ReadNetwork: [{ actions: ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups'], on: 'anything' }],
  OpenPorts: [{ actions: ['ec2:AuthorizeSecurityGroupIngress'], on: 'security groups' }],

  LogInToKafka: [
    { actions: ['kafka-cluster:Connect', 'kafka-cluster:DescribeCluster'], on: 'cluster through IAM' },
  ],
  ReadTopics: [
    { actions: ['kafka-cluster:DescribeClusterDynamicConfiguration'], on: 'cluster through IAM' },
    {
      actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:DescribeTopicDynamicConfiguration'],
      on: 'topics through IAM',
    },
  ],
  ReadGroups: [
    { actions: ['kafka-cluster:DescribeTopic'], on: 'topics through IAM' },
    { actions: ['kafka-cluster:DescribeGroup'], on: 'groups through IAM' },
  ],
  ReadMessages: [
    { actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:ReadData'], on: 'topics through IAM' },
    // By AWS's table ReadData is of no use without them, though nothing is asked of a group.
    { actions: ['kafka-cluster:AlterGroup', 'kafka-cluster:DescribeGroup'], on: 'groups through IAM' },
  ],
  WriteMessages: [
    { actions: ['kafka-cluster:WriteDataIdempotently'], on: 'cluster through IAM' },
    { actions: ['kafka-cluster:DescribeTopic', 'kafka-cluster:WriteData'], on: 'topics through IAM' },
  ],
  ChangeGroups: [
    { actions: ['kafka-cluster:AlterGroup'], on: 'groups through IAM' },
    { actions: ['kafka-cluster:ReadData'], on: 'topics through IAM' },
  ],
  MakeTemporaryTopics: [
    { actions: ['kafka-cluster:CreateTopic', 'kafka-cluster:DeleteTopic'], on: 'topics through IAM' },
  ],
  DeleteGroups: [{ actions: ['kafka-cluster:DeleteGroup'], on: 'groups through IAM' }],
  ChangeTopics: [
    {
      actions: ['kafka-cluster:AlterCluster', 'kafka-cluster:AlterClusterDynamicConfiguration'],
      on: 'cluster through IAM',
    },
    {
      actions: [
        'kafka-cluster:AlterTopic',
        'kafka-cluster:AlterTopicDynamicConfiguration',
        'kafka-cluster:CreateTopic',
        'kafka-cluster:DeleteTopic',
      ],
      on: 'topics through IAM',
    },
  ],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;
