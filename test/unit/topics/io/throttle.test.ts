import { expect, test } from 'vitest';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import { incrementalAlterConfigs } from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { allAltered, refused } from './answers.js';
import { alterations, begun, moving, running, throttled } from './moving.js';

const part = 'move';
const done = [{ part }];
const denied = refused('clusterAuthorizationFailed');
const rate = 'follower.replication.throttled.rate';

test('the rate is set on every broker by itself, and a mark on the topics that move', async () => {
  const { client, move } = moving();
  throttled(client);
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, running());
  expect(await move(['a'], 5n)).toEqual({ a: done });
  expect(alterations(client).slice(0, 8)).toEqual([
    'topic a: leader replicas=*',
    'topic a: follower replicas=*',
    ...[1, 2, 3].flatMap((id) => [`broker ${id}: leader rate=5`, `broker ${id}: follower rate=5`]),
  ]);
  expect(client.brokers(incrementalAlterConfigs).slice(0, 4)).toEqual([undefined, 1, 2, 3]);
  expect(client.brokers(describeConfigs)).toEqual([undefined, 1, 2, 3]);
  const order = client.asked.map(({ api }) => api);
  expect(order.indexOf('AlterPartitionReassignments')).toBeGreaterThan(
    order.indexOf('IncrementalAlterConfigs'),
  );
});

test('what was there before is put back, and what was a default is a default again', async () => {
  const { client, move } = moving();
  throttled(client, {
    a: { 'leader.replication.throttled.replicas': ['0:1', 'topic'] },
    1: { [rate]: ['7', 'dynamic broker'] },
    2: { [rate]: ['9', 'dynamic default broker'] },
  });
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, running('a'), running());
  await move(['a'], 5n);
  expect(alterations(client).slice(8)).toEqual([
    'topic a: leader replicas=0:1',
    'topic a: follower replicas',
    'broker 1: leader rate',
    'broker 1: follower rate=7',
    'broker 2: leader rate',
    'broker 2: follower rate',
    'broker 3: leader rate',
    'broker 3: follower rate',
  ]);
});

test('while others move, rates stay for them', async () => {
  const { client, move } = moving();
  throttled(client);
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, running('foreign'));
  await move(['a'], 5n);
  expect(alterations(client).slice(8)).toEqual(['topic a: leader replicas', 'topic a: follower replicas']);
});

test('a topic that was deleted before it is marked keeps nobody else from being moved', async () => {
  const { client, move } = moving();
  throttled(client);
  client.once(describeConfigs, ({ resources }) =>
    resources.map(({ type, name }) => ({
      ...{ type, name, entries: [] },
      error: name === 'a' ? refused('unknownTopicOrPartition') : undefined,
    })),
  );
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, running());
  expect(await move(['a', 'b'], 5n)).toEqual({ a: done, b: done });
});

test('nothing is moved when a broker refuses the throttle, and the others are rid of it', async () => {
  const { client, move } = moving();
  throttled(client);
  client.always(incrementalAlterConfigs, (request, { broker }) =>
    allAltered(request).map((one) => ({ ...one, error: broker === 2 ? denied : undefined })),
  );
  expect(await move(['a'], 5n)).toEqual({
    a: [
      {
        part,
        error: 'no throttle on broker 2: CLUSTER_AUTHORIZATION_FAILED',
        isUncertain: false,
        isAccess: true,
      },
    ],
  });
  expect(client.of(alterPartitionReassignments)).toEqual([]);
  expect(alterations(client).slice(8)).toContain('broker 3: follower rate');
});

test('nothing is moved or set when what is there cannot be read', async () => {
  const { client, move } = moving();
  client.always(describeConfigs, ({ resources }) =>
    resources.map(({ type, name }) => ({ type, name, entries: [], error: denied })),
  );
  expect(await move(['a'], 5n)).toMatchObject({
    a: [{ error: 'no throttle: CLUSTER_AUTHORIZATION_FAILED', isUncertain: false }],
  });
});

test('a throttle that cannot be taken off again is said', async () => {
  const { client, move } = moving();
  throttled(client);
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, () => {
    client.always(incrementalAlterConfigs, (request) =>
      allAltered(request).map((one) => ({ ...one, error: one.name === '3' ? denied : undefined })),
    );
    return running();
  });
  expect(await move(['a'], 5n)).toMatchObject({
    a: [{ error: 'the throttle stays on broker 3: CLUSTER_AUTHORIZATION_FAILED', isUncertain: true }],
  });
});

test('the throttle stays while a move runs whose request was lost', async () => {
  const { client, aborter, clock, move } = moving();
  throttled(client);
  client.once(alterPartitionReassignments, new LostConnectionError('gone', true, null));
  client.once(listPartitionReassignments, running('a'), running('a'));
  clock.during = () => aborter.abort();
  await move(['a'], 5n);
  expect(alterations(client)).toHaveLength(8);
});
