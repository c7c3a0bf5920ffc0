import type { KnownAction } from './kafka-actions.js';

export const purposes = ['admin', 'producer', 'consumer'] as const;
export type Purpose = (typeof purposes)[number];

/**
 * What each purpose takes, by "Common use cases" of https://docs.aws.amazon.com/msk/latest/developerguide/iam-access-control-use-cases.html.
 * An admin is one who keeps topics as declared: he makes, changes, moves and deletes them, and reads none of their records.
 * A producer of today's clients writes idempotently.
 */
export const actionsByPurpose: Readonly<Record<Purpose, readonly KnownAction[]>> = {
  admin: [
    'kafka-cluster:Connect',
    'kafka-cluster:DescribeCluster',
    'kafka-cluster:AlterCluster',
    'kafka-cluster:DescribeClusterDynamicConfiguration',
    'kafka-cluster:AlterClusterDynamicConfiguration',
    'kafka-cluster:CreateTopic',
    'kafka-cluster:DescribeTopic',
    'kafka-cluster:AlterTopic',
    'kafka-cluster:DeleteTopic',
    'kafka-cluster:DescribeTopicDynamicConfiguration',
    'kafka-cluster:AlterTopicDynamicConfiguration',
    'kafka-cluster:DescribeGroup',
    'kafka-cluster:AlterGroup',
    'kafka-cluster:DeleteGroup',
    'kafka-cluster:DescribeTransactionalId',
  ],
  producer: [
    'kafka-cluster:Connect',
    'kafka-cluster:WriteDataIdempotently',
    'kafka-cluster:DescribeTopic',
    'kafka-cluster:WriteData',
    // For offsets that are committed in its transactions.
    'kafka-cluster:DescribeGroup',
    'kafka-cluster:AlterGroup',
    'kafka-cluster:DescribeTransactionalId',
    'kafka-cluster:AlterTransactionalId',
  ],
  consumer: [
    'kafka-cluster:Connect',
    'kafka-cluster:DescribeTopic',
    'kafka-cluster:ReadData',
    'kafka-cluster:DescribeGroup',
    'kafka-cluster:AlterGroup',
  ],
};
