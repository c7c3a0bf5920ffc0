import type { ResourceKind } from './kafka-actions.js';

/** The operation that a request needs on each kind of thing that it can be refused for. */
export type OperationsByKind = Readonly<Partial<Record<ResourceKind, string>>>;

const readGroup: OperationsByKind = { group: 'READ' };
const inTransaction: OperationsByKind = { 'transactional-id': 'WRITE' };
const onTopicOrCluster = (operation: string): OperationsByKind => ({ topic: operation, cluster: operation });

/**
 * By the name of the request: "Protocol operations" of https://kafka.apache.org/documentation/#operations_in_kafka. Who may
 * not describe a topic is refused the same as who may not use it, as for a topic that isn't there.
 */
export const operationsOfApis: Readonly<Record<string, OperationsByKind>> = {
  Produce: { topic: 'WRITE', cluster: 'IDEMPOTENT_WRITE', ...inTransaction },
  Fetch: { topic: 'READ', cluster: 'CLUSTER_ACTION' },
  ListOffsets: { topic: 'DESCRIBE' },
  Metadata: { topic: 'DESCRIBE', cluster: 'CREATE' },
  OffsetForLeaderEpoch: { topic: 'DESCRIBE' },

  FindCoordinator: { group: 'DESCRIBE', 'transactional-id': 'DESCRIBE' },
  JoinGroup: readGroup,
  SyncGroup: readGroup,
  Heartbeat: readGroup,
  LeaveGroup: readGroup,
  ConsumerGroupHeartbeat: { ...readGroup, topic: 'DESCRIBE' },
  OffsetCommit: { ...readGroup, topic: 'READ' },
  OffsetFetch: { group: 'DESCRIBE', topic: 'DESCRIBE' },
  OffsetDelete: { group: 'DELETE', topic: 'READ' },
  DescribeGroups: { group: 'DESCRIBE' },
  ConsumerGroupDescribe: { group: 'DESCRIBE', topic: 'DESCRIBE' },
  ListGroups: { cluster: 'DESCRIBE', group: 'DESCRIBE' },
  DeleteGroups: { group: 'DELETE' },

  CreateTopics: onTopicOrCluster('CREATE'),
  CreatePartitions: { topic: 'ALTER' },
  DeleteTopics: { topic: 'DELETE' },
  DeleteRecords: { topic: 'DELETE' },
  DescribeConfigs: onTopicOrCluster('DESCRIBE_CONFIGS'),
  AlterConfigs: onTopicOrCluster('ALTER_CONFIGS'),
  IncrementalAlterConfigs: onTopicOrCluster('ALTER_CONFIGS'),
  DescribeTopicPartitions: { topic: 'DESCRIBE' },

  DescribeCluster: { cluster: 'DESCRIBE' },
  DescribeLogDirs: { cluster: 'DESCRIBE' },
  ListPartitionReassignments: { cluster: 'DESCRIBE' },
  AlterPartitionReassignments: { cluster: 'ALTER' },
  AlterReplicaLogDirs: { cluster: 'ALTER' },
  ElectLeaders: { cluster: 'ALTER' },
  DescribeAcls: { cluster: 'DESCRIBE' },
  CreateAcls: { cluster: 'ALTER' },
  DeleteAcls: { cluster: 'ALTER' },

  InitProducerId: { cluster: 'IDEMPOTENT_WRITE', ...inTransaction },
  AddPartitionsToTxn: { topic: 'WRITE', ...inTransaction },
  AddOffsetsToTxn: { ...readGroup, ...inTransaction },
  EndTxn: inTransaction,
  TxnOffsetCommit: { ...readGroup, topic: 'READ', ...inTransaction },
};
