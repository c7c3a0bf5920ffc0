import { expect, test } from 'vitest';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import { describeLogDirs } from '../../../../src/lib/kafka/requests/describe-log-dirs.js';
import { electLeaders } from '../../../../src/lib/kafka/requests/elect-leaders.js';
import { incrementalAlterConfigs } from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { placed, topic } from '../builders.js';
import { allAltered, metadataOf, refused } from '../io/answers.js';
import { alterations, begun, throttled } from '../io/moving.js';
import { applyingMoves, moves, ongoing } from './applying-moves.js';

const rate = 'leader.replication.throttled.rate';
const mark = 'leader.replication.throttled.replicas';

test('begins the move, waits for its end, and says how far it is', async () => {
  const { client, clock, updates, apply } = applyingMoves();
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ongoing('orders', 'other'), ongoing('orders'), ongoing('other'));
  let copied = 0n;
  client.always(describeLogDirs, (_, { broker }) => ({
    errors: [],
    replicas: [{ name: 'orders', partition: 0, bytes: broker === 3 ? copied : 3_145_728n }],
    volumes: [],
  }));
  clock.during = () => {
    copied = 1_048_576n;
  };
  expect(await apply({ orders: moves })).toEqual({ orders: 'done' });
  expect(client.requests(alterPartitionReassignments)).toMatchObject([
    { topics: [{ name: 'orders', partitions: [{ partition: 0, replicas: [1, 3] }] }] },
  ]);
  expect(updates).toEqual([
    '1 partition to move',
    '0 of 1 partition · 3.0 MiB left',
    '0 of 1 partition · 2.0 MiB left',
  ]);
});

test('what is under way is only waited for', async () => {
  const { client, apply } = applyingMoves();
  client.once(listPartitionReassignments, ongoing('orders'), ongoing());
  const [move] = moves.moves ?? [];
  if (move === undefined) throw new Error('no move');
  expect(await apply({ orders: { moves: [{ ...move, isUnderWay: true }] } })).toEqual({ orders: 'done' });
  expect(client.of(alterPartitionReassignments)).toEqual([]);
});

test('the throttle of a killed run goes with our own, when nothing else moves', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, {
    orders: { [mark]: ['*', 'topic'] },
    2: { [rate]: ['7', 'dynamic broker'] },
  });
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing());
  await apply({ orders: moves }, 5n);
  expect(alterations(client).slice(8)).toEqual(['topic orders: leader replicas', 'broker 2: leader rate']);
});

test('while others move, rates are as they were before', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, { 2: { [rate]: ['7', 'dynamic broker'] } });
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing('other'));
  await apply({ orders: moves }, 5n);
  expect(alterations(client).slice(8)).toContain('broker 2: leader rate=7');
});

test('unthrottled, the mark of a killed run goes before anything moves', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, { orders: { [mark]: ['*', 'topic'] } });
  client.once(alterPartitionReassignments, () => {
    expect(alterations(client)).toEqual(['topic orders: leader replicas']);
    return begun;
  });
  client.once(listPartitionReassignments, ongoing());
  expect(await apply({ orders: moves })).toEqual({ orders: 'done' });
});

test('a throttle that is refused keeps everything as it is', async () => {
  const { client, apply } = applyingMoves();
  client.always(incrementalAlterConfigs, (request) =>
    allAltered(request).map((one) => ({ ...one, error: refused('clusterAuthorizationFailed') })),
  );
  expect(await apply({ orders: moves }, 5n)).toEqual({
    orders: 'failed: no throttle on topic orders: CLUSTER_AUTHORIZATION_FAILED',
  });
  expect(client.of(alterPartitionReassignments)).toEqual([]);
});

test('interrupted, the move goes on, throttled', async () => {
  const { client, clock, aborter, apply } = applyingMoves();
  throttled(client);
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ongoing('orders'), ongoing('orders'));
  clock.during = () => aborter.abort();
  expect(await apply({ orders: moves }, 5n)).toEqual({
    orders: 'unknown: its replicas are still being moved',
  });
  expect(alterations(client)).toHaveLength(8);
});

test('interrupted before it begins, nothing is tried, and the throttle is taken back', async () => {
  const { client, aborter, apply } = applyingMoves();
  throttled(client);
  client.once(metadata, () => {
    aborter.abort();
    return metadataOf([]);
  });
  expect(await apply({ orders: moves }, 5n)).toEqual({});
  expect(alterations(client)).toHaveLength(16);
});

test('a topic that the cluster refuses to move fails alone', async () => {
  const { client, apply } = applyingMoves();
  const error = refused('policyViolation');
  client.once(alterPartitionReassignments, {
    error: undefined,
    results: [
      { name: 'bad', partition: 0, error },
      { name: 'orders', partition: 0, error: undefined },
    ],
  });
  client.once(listPartitionReassignments, ongoing());
  expect(await apply({ bad: moves, orders: moves })).toEqual({
    bad: 'failed: POLICY_VIOLATION',
    orders: 'done',
  });
});

test('a request whose answer was lost is followed all the same', async () => {
  const { client, apply } = applyingMoves();
  client.once(alterPartitionReassignments, new LostConnectionError('gone', true, null));
  client.once(listPartitionReassignments, ongoing('orders'), ongoing());
  expect(await apply({ orders: moves })).toEqual({ orders: 'unknown: gone' });
});

test('a broker that is waited for and down is named', async () => {
  const { client, updates, apply } = applyingMoves();
  client.once(metadata, metadataOf([]));
  client.always(metadata, metadataOf([topic({ placed: placed([1, 3]) })], { brokers: [] }));
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ongoing('orders'), ongoing());
  await apply({ orders: moves });
  expect(updates).toContain('0 of 1 partition · waits for broker 3, which is down');
});

test('the preferred leader is elected where another one leads', async () => {
  const { client, told, apply } = applyingMoves();
  const misled = [{ id: 0, leader: 3, replicas: [1, 3], inSync: [1, 3] }];
  client.always(metadata, metadataOf([topic({ placed: misled })]));
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing());
  client.once(electLeaders, {
    error: undefined,
    results: [{ name: 'orders', partition: 0, error: refused('electionNotNeeded') }],
  });
  expect(await apply({ orders: moves })).toEqual({ orders: 'done' });
  expect(client.requests(electLeaders)).toMatchObject([{ topics: [{ name: 'orders', partitions: [0] }] }]);
  expect(told).toEqual([]);
});

test('an election that is refused is said, and no failure', async () => {
  const { client, told, apply } = applyingMoves();
  const misled = [{ id: 0, leader: 3, replicas: [1, 3], inSync: [1, 3] }];
  client.always(metadata, metadataOf([topic({ placed: misled })]));
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing());
  client.once(electLeaders, { error: refused('clusterAuthorizationFailed'), results: [] });
  expect(await apply({ orders: moves })).toEqual({ orders: 'done' });
  expect(told).toEqual([
    {
      mark: 'failed',
      text: 'preferred leaders were not all elected: CLUSTER_AUTHORIZATION_FAILED',
    },
  ]);
});

test('a cancelled move: its replicas are put back in order, and its throttles go', async () => {
  const { client, apply } = applyingMoves();
  client.always(metadata, metadataOf([topic({ placed: placed([3, 2]) })]));
  throttled(client, {
    orders: { [mark]: ['*', 'topic'] },
    1: { [rate]: ['5', 'dynamic broker'] },
  });
  client.once(alterPartitionReassignments, begun, begun);
  client.once(listPartitionReassignments, ongoing(), ongoing());
  const cancels = [{ id: 0, restored: [2, 3] }];
  expect(
    await apply({ orders: { cancels, unthrottles: [mark] }, 'broker 1': { unthrottles: [rate] } }),
  ).toEqual({ orders: 'done', 'broker 1': 'done' });
  const sent = client.requests(alterPartitionReassignments).map(({ topics }) => topics[0]?.partitions);
  expect(sent).toEqual([[{ partition: 0, replicas: null }], [{ partition: 0, replicas: [2, 3] }]]);
  expect(alterations(client)).toEqual(['topic orders: leader replicas', 'broker 1: leader rate']);
});

test('replicas are put in order once brokers know that the move has ended', async () => {
  const { client, apply } = applyingMoves();
  const shown = (...replicas: readonly number[]) => metadataOf([topic({ placed: placed(replicas) })]);
  client.once(metadata, shown(1, 3, 2), shown(1, 3, 2), shown(3, 2));
  client.once(alterPartitionReassignments, begun, begun);
  client.once(listPartitionReassignments, ongoing());
  await apply({ orders: { cancels: [{ id: 0, restored: [2, 3] }] } });
});

test('where replicas are others than expected, nothing is put in order', async () => {
  const { client, apply } = applyingMoves();
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing());
  await apply({ orders: { cancels: [{ id: 0, restored: [2, 3] }], unthrottles: [] } });
  expect(client.of(alterPartitionReassignments)).toHaveLength(1);
});

test('a move that has ended by itself is as good as cancelled', async () => {
  const { client, apply } = applyingMoves();
  client.once(alterPartitionReassignments, {
    error: undefined,
    results: [{ name: 'orders', partition: 0, error: refused('noReassignmentInProgress') }],
  });
  client.once(listPartitionReassignments, ongoing());
  expect(await apply({ orders: { cancels: [{ id: 0, restored: undefined }] } })).toEqual({ orders: 'done' });
});

test('rates stay while a move has begun in between', async () => {
  const { client, apply } = applyingMoves();
  client.once(listPartitionReassignments, ongoing('other'));
  expect(await apply({ 'broker 1': { unthrottles: [rate] } })).toEqual({
    'broker 1': 'failed: kept: another move runs now, which may need it',
  });
  expect(client.of(describeConfigs)).toEqual([]);
});
