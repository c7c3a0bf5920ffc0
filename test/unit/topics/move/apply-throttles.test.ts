import { expect, test } from 'vitest';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { alterations, begun, throttled } from '../io/moving.js';
import { applyingMoves, moves, ongoing } from './applying-moves.js';

const rate = 'leader.replication.throttled.rate';
const mark = 'leader.replication.throttled.replicas';

test('throttles stay while a move has begun in between, or nobody knows whether one has', async () => {
  const { client, apply } = applyingMoves();
  client.once(listPartitionReassignments, ongoing('orders'), new LostConnectionError('gone', true, null));
  const works = { orders: { unthrottles: [mark] }, 'broker 1': { unthrottles: [rate], broker: 1 } };
  const other = 'failed: its throttle is kept: another move runs now, which may need it';
  expect(await apply(works)).toEqual({ orders: other, 'broker 1': other });
  const unknown = "failed: its throttle is kept: the cluster doesn't say whether a move needs it";
  expect(await apply(works)).toEqual({ orders: unknown, 'broker 1': unknown });
  expect(client.of(describeConfigs)).toEqual([]);
});

test('a topic that moved, and moves again before its throttle goes, is not called unchanged', async () => {
  const { client, apply } = applyingMoves();
  throttled(client);
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ongoing(), ongoing('orders'));
  expect(await apply({ orders: { ...moves, unthrottles: [mark] } }, 5n)).toEqual({
    orders: 'unknown: its throttle is kept: another move runs now, which may need it',
  });
});

test('a lost request that may still arrive keeps the throttle, on brokers, too', async () => {
  const { client, apply } = applyingMoves();
  throttled(client);
  client.once(alterPartitionReassignments, new LostConnectionError('gone', true, null));
  client.once(listPartitionReassignments, ongoing());
  const works = { orders: moves, 'broker 1': { unthrottles: [rate], broker: 1 } };
  expect(await apply(works, 5n)).toEqual({ orders: 'unknown: gone' });
  expect(alterations(client)).toHaveLength(8);
});
