import { expect, test } from 'vitest';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { createPartitions } from '../../../../src/lib/kafka/requests/create-partitions.js';
import { incrementalAlterConfigs } from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import type { TopicWork } from '../../../../src/lib/topics/work.js';
import { topic } from '../builders.js';
import { allAltered, metadataOf, refused, results } from './answers.js';
import { applying } from './applying.js';
import { begun } from './moving.js';

const settingsAfter = [{ operation: 'set', key: 'min.insync.replicas', value: '2' }] as const;
const wider: TopicWork = { partitions: 3, replicas: 2, settingsAfter };
const none = { error: undefined, partitions: [] };
const running = { name: 'orders', partition: 0, replicas: [1, 2], adding: [2], removing: [] };

function moving() {
  const applied = applying();
  applied.client.once(createPartitions, results({ orders: 'ok' })).once(metadata, metadataOf([topic()]));
  return applied;
}

test('settings that wait for replicas are sent when these have been moved', async () => {
  const { client, outcomes, apply } = moving();
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, { error: undefined, partitions: [running] }, none);
  client.once(incrementalAlterConfigs, allAltered);
  await apply({ orders: wider });
  expect(client.asked.map(({ api }) => api)).toEqual([
    'CreatePartitions',
    'Metadata',
    'AlterPartitionReassignments',
    'ListPartitionReassignments',
    'ListPartitionReassignments',
    'IncrementalAlterConfigs',
  ]);
  expect(client.requests(incrementalAlterConfigs)).toMatchObject([
    { resources: [{ name: 'orders', operations: settingsAfter }] },
  ]);
  expect(outcomes).toEqual([{ kind: 'topic', name: 'orders', status: 'done' }]);
});

test('they are not sent when the move was refused', async () => {
  const { client, outcomes, apply } = moving();
  client.once(alterPartitionReassignments, { error: refused('clusterAuthorizationFailed'), results: [] });
  await apply({ orders: wider });
  expect(outcomes).toMatchObject([
    { name: 'orders', status: 'unknown', reason: 'move: CLUSTER_AUTHORIZATION_FAILED' },
  ]);
});

test('nothing is moved for a topic whose first part failed', async () => {
  const { client, outcomes, apply } = applying();
  client.once(createPartitions, results({ orders: 'policyViolation' }));
  await apply({ orders: wider });
  expect(outcomes).toMatchObject([{ status: 'failed', reason: 'POLICY_VIOLATION' }]);
});

test('a move that an abort came before was not begun', async () => {
  const { client, outcomes, aborter, apply } = applying();
  client.once(createPartitions, () => {
    aborter.abort();
    return results({ orders: 'ok' });
  });
  await apply({ orders: wider });
  expect(outcomes).toEqual([
    { kind: 'topic', name: 'orders', status: 'unknown', reason: 'the rest: it was not begun' },
  ]);
});

test('settings that an abort came before were not begun', async () => {
  const { client, outcomes, aborter, apply } = moving();
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, () => {
    aborter.abort();
    return none;
  });
  await apply({ orders: wider });
  expect(outcomes).toMatchObject([{ status: 'unknown', reason: 'the rest: it was not begun' }]);
});
