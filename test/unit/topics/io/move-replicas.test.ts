import { expect, test } from 'vitest';
import { AccessError } from '../../../../src/lib/errors.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { alterPartitionReassignments } from '../../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { listPartitionReassignments } from '../../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { topic } from '../builders.js';
import { metadataOf, refused } from './answers.js';
import { begun, moving, running, targetsOf } from './moving.js';

const part = 'move';
const done = [{ part }];
const lost = new LostConnectionError('gone', true, null);

test('a move has ended when the cluster does not list it any more', async () => {
  const { client, clock, updates, move } = moving();
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, running('a', 'b'), running('b', 'foreign'), running('foreign'));
  expect(await move(['a', 'b'])).toEqual({ a: done, b: done });
  expect(targetsOf(client)).toEqual([['a', 'b']]);
  expect(clock.pauses).toEqual([50, 100]);
  expect(updates).toEqual([
    '2 partitions being copied',
    '1 partition being copied',
    '0 partitions being copied',
  ]);
});

test('a partition that the cluster refuses to move ends its topic, and no other', async () => {
  const { client, move } = moving();
  const error = refused('policyViolation');
  const refusal = { name: 'a', partition: 1, error };
  const moved = { name: 'a', partition: 0, error: undefined };
  client.once(alterPartitionReassignments, {
    error: undefined,
    results: [moved, refusal, { ...moved, name: 'b' }],
  });
  client.once(listPartitionReassignments, running('a', 'b'), running('a'), running());
  expect(await move(['a', 'b'])).toEqual({ a: [{ part, error, isUncertain: true }], b: done });
});

test('a move that runs already is only waited for', async () => {
  const { client, move } = moving();
  client.once(listPartitionReassignments, running('a'), running());
  expect(await move(['a'], undefined, { isUnderWay: true })).toEqual({ a: done });
  expect(client.of(alterPartitionReassignments)).toEqual([]);
});

test('a request that the cluster refuses as a whole moves nothing, and nothing is waited for', async () => {
  const { client, clock, move } = moving();
  const error = refused('clusterAuthorizationFailed');
  client.once(alterPartitionReassignments, { error, results: [] });
  const ending = [{ part, error, isUncertain: false }];
  expect(await move(['a', 'b'])).toEqual({ a: ending, b: ending });
  expect([client.of(listPartitionReassignments), clock.pauses]).toEqual([[], []]);
});

test('a list of moves that fails is not the end', async () => {
  const { client, move } = moving();
  client.once(alterPartitionReassignments, begun);
  const denied = { error: refused('clusterAuthorizationFailed'), partitions: [] };
  client.once(listPartitionReassignments, running('a'), lost, denied, running('a'), running());
  expect(await move(['a'])).toEqual({ a: done });
});

test('ten failures in a row are borne, the next is the end of patience', async () => {
  const { client, move } = moving();
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ...Array(10).fill(lost), running('a'), ...Array(11).fill(lost));
  expect(await move(['a'])).toEqual({
    a: [
      {
        part,
        error: "the cluster doesn't say any more which replicas it moves: gone",
        isUncertain: true,
        isAccess: false,
      },
    ],
  });
});

test('pauses grow to two seconds', async () => {
  const { client, clock, move } = moving();
  client.once(alterPartitionReassignments, begun);
  client.once(listPartitionReassignments, ...Array(8).fill(running('a')), running());
  await move(['a']);
  expect(clock.pauses).toEqual([50, 100, 200, 400, 800, 1_600, 2_000, 2_000]);
});

test('partitions that were just added are waited for', async () => {
  const { client, move } = moving();
  const grown = metadataOf([topic({ name: 'a', partitions: 3 })]);
  client.once(metadata, metadataOf([topic({ name: 'a', partitions: 2 })]), grown);
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, running());
  await move(['a'], undefined, { partitions: 3 });
  const [request] = client.requests(alterPartitionReassignments);
  expect(request?.topics[0]?.partitions.map(({ partition }) => partition)).toEqual([0, 1, 2]);
});

test('the partitions that show after half a minute are moved', async () => {
  const { client, clock, move } = moving();
  client.once(alterPartitionReassignments, begun).once(listPartitionReassignments, running());
  await move(['a'], undefined, { partitions: 3 });
  expect(clock.now()).toBeGreaterThan(30_000);
  expect(clock.now()).toBeLessThan(35_000);
});

test.each<[string, Error, boolean]>([
  ['cannot be read', new LostConnectionError('no', true, null), false],
  ['is denied', new AccessError('no'), true],
])('where metadata %s nothing has been moved', async (_, error, isAccess) => {
  const { client, move } = moving();
  client.once(metadata, error);
  expect(await move(['a'])).toEqual({ a: [{ part, error: 'no', isUncertain: false, isAccess }] });
});

test('a move whose request was lost is watched to its end, and stays uncertain', async () => {
  const { client, clock, move } = moving();
  client.once(alterPartitionReassignments, lost);
  client.once(listPartitionReassignments, running('a'), running());
  expect(await move(['a'])).toEqual({ a: [{ part, error: 'gone', isUncertain: true, isAccess: false }] });
  expect(clock.pauses).toEqual([50]);
});
