import { expect, test } from 'vitest';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { placed, topic } from '../builders.js';
import { metadataOf, refused } from '../io/answers.js';
import { alterations, begun, throttled } from '../io/moving.js';
import { applyingMoves, ongoing } from './applying-moves.js';

const rate = 'leader.replication.throttled.rate';
const mark = 'leader.replication.throttled.replicas';

test('a cancelled move: its replicas are put back in order, and its throttles go', async () => {
  const { client, apply } = applyingMoves();
  client.always(metadata, metadataOf([topic({ placed: placed([3, 2]) })]));
  throttled(client, {
    orders: { [mark]: ['*', 'topic'] },
    1: { [rate]: ['5', 'dynamic broker'] },
  });
  client.once(alterPartitionReassignments, begun, begun);
  client.once(listPartitionReassignments, ongoing(), ongoing());
  const cancels = [{ id: 0, before: [3, 2], restored: [2, 3] }];
  expect(
    await apply({ orders: { cancels, unthrottles: [mark] }, 'broker 1': { unthrottles: [rate], broker: 1 } }),
  ).toEqual({ orders: 'done', 'broker 1': 'done' });
  const sent = client.requests(alterPartitionReassignments).map(({ topics }) => topics[0]?.partitions);
  expect(sent).toEqual([[{ partition: 0, replicas: null }], [{ partition: 0, replicas: [2, 3] }]]);
  expect(client.requests(alterPartitionReassignments).map((one) => one.keepsFactor)).toEqual([true, true]);
  expect(alterations(client)).toEqual(['topic orders: leader replicas', 'broker 1: leader rate']);
});

test('replicas are put in order once brokers know that the move has ended', async () => {
  const { client, apply } = applyingMoves();
  const shown = (...replicas: readonly number[]) => metadataOf([topic({ placed: placed(replicas) })]);
  client.once(metadata, shown(1, 3, 2), shown(1, 3, 2), shown(3, 2));
  client.once(alterPartitionReassignments, begun, begun);
  client.once(listPartitionReassignments, ongoing());
  await apply({ orders: { cancels: [{ id: 0, before: [3, 2], restored: [2, 3] }] } });
});

test('where replicas are others than expected, nothing is put in order', async () => {
  const { client, apply } = applyingMoves();
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing());
  await apply({ orders: { cancels: [{ id: 0, before: [3, 2], restored: [2, 3] }] } });
  expect(client.of(alterPartitionReassignments)).toHaveLength(1);
});

test('a move that has ended by itself is as good as cancelled', async () => {
  const { client, apply } = applyingMoves();
  client.once(alterPartitionReassignments, {
    error: undefined,
    results: [{ name: 'orders', partition: 0, error: refused('noReassignmentInProgress') }],
  });
  client.once(listPartitionReassignments, ongoing());
  expect(await apply({ orders: { cancels: [{ id: 0, before: [1, 2], restored: undefined }] } })).toEqual({
    orders: 'done',
  });
});

test('brokers that never show the end of a cancelled move are said, and nothing is put in order', async () => {
  const { client, told, apply } = applyingMoves();
  client.always(metadata, metadataOf([topic({ placed: placed([1, 3, 2]) })]));
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing());
  await apply({ orders: { cancels: [{ id: 0, before: [3, 2], restored: [2, 3] }] } });
  expect(told.map(({ text }) => text)).toEqual([
    "preferred leaders may be other ones than before: brokers don't show yet that the moves have ended",
  ]);
});
