import { alterPartitionReassignments } from '../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { apiVersions } from '../../../src/lib/kafka/requests/api-versions.js';
import { consumerGroupDescribe } from '../../../src/lib/kafka/requests/consumer-group-describe.js';
import { createPartitions } from '../../../src/lib/kafka/requests/create-partitions.js';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { deleteGroups } from '../../../src/lib/kafka/requests/delete-groups.js';
import { deleteRecords } from '../../../src/lib/kafka/requests/delete-records.js';
import { deleteTopics } from '../../../src/lib/kafka/requests/delete-topics.js';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import { describeGroups } from '../../../src/lib/kafka/requests/describe-groups.js';
import { describeLogDirs } from '../../../src/lib/kafka/requests/describe-log-dirs.js';
import { describeQuorum } from '../../../src/lib/kafka/requests/describe-quorum.js';
import { electLeaders } from '../../../src/lib/kafka/requests/elect-leaders.js';
import { fetchRecords } from '../../../src/lib/kafka/requests/fetch.js';
import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { heartbeat } from '../../../src/lib/kafka/requests/heartbeat.js';
import { incrementalAlterConfigs } from '../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { joinGroup } from '../../../src/lib/kafka/requests/join-group.js';
import { leaveGroup } from '../../../src/lib/kafka/requests/leave-group.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets } from '../../../src/lib/kafka/requests/list-offsets.js';
import { listPartitionReassignments } from '../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { offsetCommit } from '../../../src/lib/kafka/requests/offset-commit.js';
import { offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { produce } from '../../../src/lib/kafka/requests/produce.js';
import { saslHandshake } from '../../../src/lib/kafka/requests/sasl-handshake.js';
import { shareGroupDescribe } from '../../../src/lib/kafka/requests/share-group-describe.js';
import { syncGroup } from '../../../src/lib/kafka/requests/sync-group.js';
import type { Api } from '../../../src/lib/kafka/wire/api.js';

/** Every request that we speak. */
export const apis: readonly Api<never, unknown>[] = [
  alterPartitionReassignments,
  apiVersions,
  consumerGroupDescribe,
  createPartitions,
  createTopics,
  deleteGroups,
  deleteRecords,
  deleteTopics,
  describeConfigs,
  describeGroups,
  describeLogDirs,
  describeQuorum,
  electLeaders,
  fetchRecords,
  findCoordinator,
  heartbeat,
  incrementalAlterConfigs,
  joinGroup,
  leaveGroup,
  listGroups,
  listOffsets,
  listPartitionReassignments,
  metadata,
  offsetCommit,
  offsetFetch,
  shareGroupDescribe,
  produce,
  saslHandshake,
  syncGroup,
];
