import { expect, test } from 'vitest';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { describeLogDirs } from '../../../../src/lib/kafka/requests/describe-log-dirs.js';
import { listGroups } from '../../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets } from '../../../../src/lib/kafka/requests/list-offsets.js';
import { type GroupOffsets, offsetFetch } from '../../../../src/lib/kafka/requests/offset-fetch.js';
import { readUsage } from '../../../../src/lib/topics/usage.js';
import { brokers, topic } from '../builders.js';
import { refused } from './answers.js';
import { ScriptedClient } from './scripted-client.js';

function groups(...listed: readonly (readonly [id: string, protocolType: string])[]) {
  return {
    error: undefined,
    groups: listed.map(([id, protocolType]) => ({ id, protocolType, state: undefined })),
  };
}

function committed(group: string, ...names: readonly string[]): GroupOffsets {
  return { group, error: undefined, offsets: names.map((name) => ({ name, partition: 0, offset: 1n })) };
}

/** Two brokers that speak this version of OffsetFetch; `orders` would be deleted, `users` only altered. */
function cluster(speaks?: number) {
  const client = new ScriptedClient();
  client.speaks = speaks;
  client.always(describeLogDirs, { errors: [], replicas: [], volumes: [] }).always(listOffsets, []);
  const readersOf = async (...names: readonly string[]) => {
    const topics = ['orders', 'users'].map((name) => topic({ name }));
    const usage = await readUsage(client, { brokers: brokers(2), topics, readersOf: new Set(names) });
    return { orders: usage.get('orders')?.groups, users: usage.get('users')?.groups };
  };
  return { client, readersOf };
}

test('readers are groups with offsets, joined or not, asked of the broker that lists them', async () => {
  const { client, readersOf } = cluster(8);
  client.once(
    listGroups,
    groups(['z', 'consumer'], ['a', ''], ['worker', 'connect']),
    groups(['m', 'consumer']),
  );
  client.once(offsetFetch, [committed('z', 'orders'), committed('a', 'orders')], [committed('m', 'users')]);
  expect(await readersOf('orders')).toEqual({ orders: ['a', 'z'], users: undefined });
  expect(client.requests(offsetFetch)).toEqual([{ groups: ['z', 'a'] }, { groups: ['m'] }]);
  expect([client.brokers(listGroups), client.brokers(offsetFetch)]).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test('an older broker is asked for one group at a time, whose name it does not say', async () => {
  const { client, readersOf } = cluster(5);
  client.once(listGroups, groups(['a', 'consumer'], ['b', 'consumer']), groups());
  client.once(offsetFetch, [committed('', 'orders')], [committed('', 'orders')]);
  expect((await readersOf('orders')).orders).toEqual(['a', 'b']);
  expect(client.requests(offsetFetch)).toEqual([{ groups: ['a'] }, { groups: ['b'] }]);
});

test('nobody reads a topic without offsets of a group', async () => {
  const { client, readersOf } = cluster(8);
  client.always(listGroups, groups());
  expect(await readersOf('orders')).toEqual({ orders: [], users: undefined });
});

test('nobody is asked where nothing would be deleted', async () => {
  const { client, readersOf } = cluster(8);
  expect(await readersOf()).toEqual({ orders: undefined, users: undefined });
  expect(client.of(listGroups)).toEqual([]);
});

test.each<[string, Error | { error: ReturnType<typeof refused>; groups: [] }]>([
  ['lost', new LostConnectionError('gone', true, null)],
  ['refused', { error: refused('clusterAuthorizationFailed'), groups: [] }],
])('readers are unknown when one list of groups is %s', async (_, answer) => {
  const { client, readersOf } = cluster(8);
  client.once(listGroups, groups(), answer);
  expect((await readersOf('orders')).orders).toBeUndefined();
});

test.each([5, 8])('readers are unknown when one group cannot be read (version %i)', async (version) => {
  const { client, readersOf } = cluster(version);
  const denied = { ...committed('b'), error: refused('groupAuthorizationFailed') };
  client.once(listGroups, groups(['a', 'consumer'], ['b', 'consumer']), groups());
  if (version === 8) client.once(offsetFetch, [committed('a', 'orders'), denied]);
  else client.once(offsetFetch, [committed('', 'orders')], [{ ...denied, group: '' }]);
  expect((await readersOf('orders')).orders).toBeUndefined();
});
