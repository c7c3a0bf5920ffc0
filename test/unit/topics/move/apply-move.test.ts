import { expect, test } from 'vitest';
import { AccessError } from '../../../../src/lib/errors.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import { describeLogDirs } from '../../../../src/lib/kafka/requests/describe-log-dirs.js';
import { electLeaders } from '../../../../src/lib/kafka/requests/elect-leaders.js';
import { incrementalAlterConfigs } from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { broker, placed, topic } from '../builders.js';
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

test('the throttle of a killed run, which the plan shows, goes with our own', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, {
    orders: { [mark]: ['*', 'topic'] },
    2: { [rate]: ['7', 'dynamic broker'] },
  });
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing(), ongoing());
  const works = { orders: { ...moves, unthrottles: [mark] }, 'broker 2': { unthrottles: [rate], broker: 2 } };
  expect(await apply(works, 5n)).toEqual({ orders: 'done', 'broker 2': 'done' });
  expect(alterations(client).slice(16)).toEqual(['topic orders: leader replicas', 'broker 2: leader rate']);
});

test('the marks of a topic that no plan shows are as they were before', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, { orders: { [mark]: ['1:2', 'topic'] } });
  client.always(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing(), ongoing());
  await apply({ orders: moves }, 5n);
  expect(alterations(client).slice(8)).toContain('topic orders: leader replicas=1:2');
  const sent = alterations(client).length;
  await apply({ orders: moves });
  expect(alterations(client)).toHaveLength(sent);
});

test('while others move, their rates stay, and are as they were before', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, { 2: { [rate]: ['7', 'dynamic broker'] } });
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing('other'));
  await apply({ orders: moves }, 5n);
  expect(alterations(client).slice(8)).toEqual([
    'topic orders: leader replicas',
    'topic orders: follower replicas',
    'broker 2: leader rate=7',
  ]);
});

test('unthrottled, the mark of a killed run goes before anything moves', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, { orders: { [mark]: ['*', 'topic'] } });
  client.once(alterPartitionReassignments, (request) => {
    expect(alterations(client)).toEqual(['topic orders: leader replicas']);
    return begun(request);
  });
  client.once(listPartitionReassignments, ongoing(), ongoing());
  expect(await apply({ orders: { ...moves, unthrottles: [mark] } })).toEqual({ orders: 'done' });
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
  client.once(listPartitionReassignments, ongoing());
  expect(await apply({ orders: moves }, 5n)).toEqual({});
  expect(alterations(client)).toHaveLength(16);
});

test('interrupted before it begins, rates stay for others that move', async () => {
  const { client, aborter, apply } = applyingMoves();
  throttled(client);
  client.once(metadata, () => {
    aborter.abort();
    return metadataOf([]);
  });
  client.once(listPartitionReassignments, ongoing('other'));
  expect(await apply({ orders: moves }, 5n)).toEqual({});
  expect(alterations(client).slice(8)).toEqual([
    'topic orders: leader replicas',
    'topic orders: follower replicas',
  ]);
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

test.each([
  [[2, 1], 3],
  [[2, 3], 1],
])(
  'a broker that is waited for and down is named, whether its replica comes or stays (%j)',
  async (live, down) => {
    const { client, updates, apply } = applyingMoves();
    const brokers = live.map((id) => broker(id));
    client.always(metadata, metadataOf([topic({ placed: placed([1, 3]) })], { brokers }));
    client.once(alterPartitionReassignments, begun);
    client.once(listPartitionReassignments, ongoing('orders'), ongoing());
    await apply({ orders: moves });
    expect(updates).toContain(`0 of 1 partition · waits for broker ${down}, which is down`);
  },
);

test('the broker that is left may be down', async () => {
  const { client, updates, apply } = applyingMoves();
  client.always(
    metadata,
    metadataOf([topic({ placed: placed([1, 3]) })], { brokers: [broker(1), broker(3)] }),
  );
  client.always(describeLogDirs, (_, { broker: id }) => ({
    errors: [],
    replicas: [{ name: 'orders', partition: 0, bytes: id === 1 ? 1_048_576n : 0n }],
    volumes: [],
  }));
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ongoing('orders'), ongoing());
  await apply({ orders: moves });
  expect(client.brokers(describeLogDirs).sort()).toEqual([1, 3]);
  expect(updates).toContain('0 of 1 partition · 1.0 MiB left');
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

test('a topic of which the answer says nothing is not called moved', async () => {
  const { client, apply } = applyingMoves();
  client.once(alterPartitionReassignments, { error: undefined, results: [] });
  client.once(listPartitionReassignments, ongoing());
  expect(await apply({ orders: moves })).toEqual({ orders: 'unknown: the answer said nothing about it' });
});

test('a topic that is deleted while it moves has no throttle, and spoils nothing for the others', async () => {
  const { client, apply } = applyingMoves();
  throttled(client, { users: { [mark]: ['*', 'topic'] } });
  client.once(alterPartitionReassignments, (request) => {
    const error = refused('unknownTopicOrPartition');
    const gone = (name: string) => (name === 'orders' ? { error } : { error: undefined });
    client.always(describeConfigs, ({ resources }) =>
      resources.map(({ type, name }) => ({
        ...{ type, name, ...gone(name) },
        entries: name === 'users' ? [{ name: mark, value: '*', source: 'topic' as const }] : [],
      })),
    );
    client.always(incrementalAlterConfigs, (altering) =>
      allAltered(altering).map((one) => ({ ...one, ...gone(one.name) })),
    );
    return begun(request);
  });
  client.once(listPartitionReassignments, ongoing(), ongoing());
  const works = { orders: { ...moves, unthrottles: [mark] }, users: { ...moves, unthrottles: [mark] } };
  expect(await apply(works, 5n)).toEqual({ orders: 'done', users: 'done' });
  expect(alterations(client).at(-1)).toBe('topic users: leader replicas');
});

test('a throttle of which nobody can read whether it is gone is not called gone', async () => {
  const { client, apply } = applyingMoves();
  client.once(listPartitionReassignments, ongoing());
  client.once(describeConfigs, new LostConnectionError('gone', true, null));
  expect(await apply({ orders: { unthrottles: [mark] } })).toEqual({ orders: 'unknown: gone' });
});

test('many topics are marked in requests of bounded size', async () => {
  const { client, apply } = applyingMoves();
  throttled(client);
  const names = Array.from({ length: 501 }, (_, index) => `t${index}`);
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, ongoing());
  await apply(Object.fromEntries(names.map((name) => [name, moves])), 5n);
  const sizes = client.requests(incrementalAlterConfigs).map(({ resources }) => resources.length);
  expect(sizes).toEqual([500, 1, 1, 1, 1, 500, 1, 1, 1, 1]);
  expect(client.requests(describeConfigs).map(({ resources }) => resources.length)).toEqual([
    500, 1, 1, 1, 1,
  ]);
});

test('what can not be mended by asking again ends the waiting at once, in its own words', async () => {
  const { client, clock, apply } = applyingMoves();
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ongoing('orders'), new AccessError('the login has expired'));
  expect(await apply({ orders: moves })).toEqual({ orders: 'unknown: the login has expired' });
  expect(clock.pauses).toHaveLength(1);
});
