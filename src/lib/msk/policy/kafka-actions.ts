/**
 * What IAM calls the rights to Kafka's own things on MSK.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_apachekafkaapisforamazonmskclusters.html
 */
export type KafkaAction = `kafka-cluster:${string}`;

export const resourceKinds = ['cluster', 'topic', 'group', 'transactional-id'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

export interface ActionRule {
  readonly on: ResourceKind;
  /** Without these it is of no use. */
  readonly needs: readonly KafkaAction[];
  /** The operation that an ACL allows for the same. */
  readonly operation: string;
  /** Whether a serverless cluster knows it. */
  readonly onServerless: boolean;
}

const connect = 'kafka-cluster:Connect';

/**
 * Each action, by the table of https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html ("Semantics of
 * actions and resources"): what it is about, which others it needs, and the ACL that it stands for.
 */
export const kafkaActions = {
  [connect]: rule('cluster', 'CONNECT', []),
  'kafka-cluster:DescribeCluster': rule('cluster', 'DESCRIBE'),
  'kafka-cluster:AlterCluster': provisioned('ALTER', ['kafka-cluster:DescribeCluster']),
  'kafka-cluster:DescribeClusterDynamicConfiguration': provisioned('DESCRIBE_CONFIGS'),
  'kafka-cluster:AlterClusterDynamicConfiguration': provisioned('ALTER_CONFIGS', [
    'kafka-cluster:DescribeClusterDynamicConfiguration',
  ]),
  'kafka-cluster:WriteDataIdempotently': rule('cluster', 'IDEMPOTENT_WRITE', [
    connect,
    'kafka-cluster:WriteData',
  ]),
  'kafka-cluster:CreateTopic': rule('topic', 'CREATE'),
  'kafka-cluster:DescribeTopic': rule('topic', 'DESCRIBE'),
  'kafka-cluster:AlterTopic': rule('topic', 'ALTER', [connect, 'kafka-cluster:DescribeTopic']),
  'kafka-cluster:DeleteTopic': rule('topic', 'DELETE', [connect, 'kafka-cluster:DescribeTopic']),
  'kafka-cluster:DescribeTopicDynamicConfiguration': rule('topic', 'DESCRIBE_CONFIGS'),
  'kafka-cluster:AlterTopicDynamicConfiguration': rule('topic', 'ALTER_CONFIGS', [
    connect,
    'kafka-cluster:DescribeTopicDynamicConfiguration',
  ]),
  'kafka-cluster:ReadData': rule('topic', 'READ', [
    connect,
    'kafka-cluster:DescribeTopic',
    'kafka-cluster:AlterGroup',
  ]),
  'kafka-cluster:WriteData': rule('topic', 'WRITE', [connect, 'kafka-cluster:DescribeTopic']),
  'kafka-cluster:DescribeGroup': rule('group', 'DESCRIBE'),
  'kafka-cluster:AlterGroup': rule('group', 'READ', [connect, 'kafka-cluster:DescribeGroup']),
  'kafka-cluster:DeleteGroup': rule('group', 'DELETE', [connect, 'kafka-cluster:DescribeGroup']),
  'kafka-cluster:DescribeTransactionalId': rule('transactional-id', 'DESCRIBE'),
  'kafka-cluster:AlterTransactionalId': rule('transactional-id', 'WRITE', [
    connect,
    'kafka-cluster:DescribeTransactionalId',
    'kafka-cluster:WriteData',
  ]),
} as const satisfies Readonly<Record<KafkaAction, ActionRule>>;

export type KnownAction = keyof typeof kafkaActions;

export const allActions = Object.keys(kafkaActions) as readonly KnownAction[];

/** The action that stands for an ACL's operation; undefined for one that IAM has no word for, as CLUSTER_ACTION. */
export function actionFor(on: ResourceKind, operation: string): KnownAction | undefined {
  return allActions.find((action) => {
    const known: ActionRule = kafkaActions[action];
    return known.on === on && known.operation === operation;
  });
}

function rule(on: ResourceKind, operation: string, needs: readonly KafkaAction[] = [connect]): ActionRule {
  return { on, operation, needs, onServerless: true };
}

function provisioned(operation: string, needs: readonly KafkaAction[] = []): ActionRule {
  return { on: 'cluster', operation, needs: [connect, ...needs], onServerless: false };
}
