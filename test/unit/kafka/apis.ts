import { alterPartitionReassignments } from '../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { apiVersions } from '../../../src/lib/kafka/requests/api-versions.js';
import { createPartitions } from '../../../src/lib/kafka/requests/create-partitions.js';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { deleteTopics } from '../../../src/lib/kafka/requests/delete-topics.js';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import { describeLogDirs } from '../../../src/lib/kafka/requests/describe-log-dirs.js';
import { fetchRecords } from '../../../src/lib/kafka/requests/fetch.js';
import { incrementalAlterConfigs } from '../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets } from '../../../src/lib/kafka/requests/list-offsets.js';
import { listPartitionReassignments } from '../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { produce } from '../../../src/lib/kafka/requests/produce.js';
import { saslHandshake } from '../../../src/lib/kafka/requests/sasl-handshake.js';
import type { Api } from '../../../src/lib/kafka/wire/api.js';

/** Every request that we speak. */
export const apis: readonly Api<never, unknown>[] = [
  alterPartitionReassignments,
  apiVersions,
  createPartitions,
  createTopics,
  deleteTopics,
  describeConfigs,
  describeLogDirs,
  fetchRecords,
  incrementalAlterConfigs,
  listGroups,
  listOffsets,
  listPartitionReassignments,
  metadata,
  offsetFetch,
  produce,
  saslHandshake,
];
