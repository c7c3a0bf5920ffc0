import { describe, expect, test } from 'vitest';
import { readGroups } from '../../../src/lib/groups/read-groups.js';
import { readLag } from '../../../src/lib/groups/read-lag.js';
import { observeReset } from '../../../src/lib/groups/reset/observe-reset.js';
import { CoordinatorMovingError } from '../../../src/lib/kafka/errors.js';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import { describeGroups } from '../../../src/lib/kafka/requests/describe-groups.js';
import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets } from '../../../src/lib/kafka/requests/list-offsets.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { brokers } from '../topics/builders.js';
import { refused } from '../topics/io/answers.js';
import { ScriptedClient } from '../topics/io/scripted-client.js';

const [loading, elsewhere, none] = (
  ['coordinatorLoadInProgress', 'notCoordinator', 'coordinatorNotAvailable'] as const
).map(refused);
const group = { id: 'g', protocolType: 'consumer', state: 'Stable', type: 'Classic' };
const described = { group: 'g', error: undefined, state: 'Stable', protocolType: 'consumer', protocol: '' };
const offsets = [{ name: 'orders', partition: 0, offset: 3n }];
const unread = (error: typeof loading) => [{ group: 'g', error, offsets: [] }];
const nobody = { error: undefined, groups: [] };

/** Two brokers, and `orders`, which ends at 5. */
function cluster() {
  const client = new ScriptedClient();
  client.speaks = 8;
  client.always(metadata, {
    ...{ brokers: brokers(2), clusterId: 'c', controllerId: 1 },
    topics: [
      {
        ...{ name: 'orders', error: undefined, internal: false },
        partitions: [{ id: 0, leader: 1, replicas: [1], inSync: [1] }],
      },
    ],
  });
  client.always(describeConfigs, []);
  client.always(describeGroups, [{ ...described, members: [] }]);
  client.always(listOffsets, [{ name: 'orders', partition: 0, offset: 5n, error: undefined }]);
  const pauses: number[] = [];
  const signal = new AbortController().signal;
  const patience = { clock: { sleep: async (ms: number) => void pauses.push(ms) }, signal };
  return { client, patience, pauses };
}

/** Broker 1 has the group. */
const listedAt1 = (client: ScriptedClient) =>
  client.always(listGroups, (_, { broker }) =>
    broker === 1 ? { error: undefined, groups: [group] } : nobody,
  );

const all = { patterns: [], topics: [] };
const inShort = ({ groups }: Awaited<ReturnType<typeof readLag>>) =>
  groups.map((one) => [one.problem?.name, one.partitions[0]?.lag]);

describe('the lag', () => {
  test('takes no second look where all coordinators answer', async () => {
    const { client, patience, pauses } = cluster();
    listedAt1(client).once(offsetFetch, [{ group: 'g', error: undefined, offsets }]);
    expect(inShort(await readLag(client, all, patience))).toEqual([[undefined, 2n]]);
    expect([pauses, client.of(metadata).length]).toEqual([[], 1]);
  });

  test.each([loading, none])('is asked for again while offsets are loaded (%o)', async (error) => {
    const { client, patience, pauses } = cluster();
    listedAt1(client).once(offsetFetch, unread(error), unread(error), [
      { group: 'g', error: undefined, offsets },
    ]);
    expect(inShort(await readLag(client, all, patience))).toEqual([[undefined, 2n]]);
    expect(pauses).toEqual([100, 200]);
  });

  test('is asked of the broker that has the group by then', async () => {
    const { client, patience } = cluster();
    client.once(listGroups, { error: undefined, groups: [group] }, nobody);
    client.once(listGroups, nobody, { error: undefined, groups: [group] });
    client.once(offsetFetch, unread(elsewhere), [{ group: 'g', error: undefined, offsets }]);
    expect(inShort(await readLag(client, all, patience))).toEqual([[undefined, 2n]]);
    expect(client.brokers(offsetFetch)).toEqual([1, 2]);
  });

  test('is said to be unknown where a coordinator loads for longer', async () => {
    const { client, patience, pauses } = cluster();
    listedAt1(client).always(offsetFetch, unread(loading));
    expect(inShort(await readLag(client, all, patience))).toEqual([
      ['COORDINATOR_LOAD_IN_PROGRESS', undefined],
    ]);
    expect(pauses).toEqual([100, 200, 400, 800, 1_600]);
  });

  test('is not asked for again without a right', async () => {
    const { client, patience, pauses } = cluster();
    listedAt1(client).once(offsetFetch, unread(refused('groupAuthorizationFailed')));
    expect(inShort(await readLag(client, all, patience))).toEqual([
      ['GROUP_AUTHORIZATION_FAILED', undefined],
    ]);
    expect(pauses).toEqual([]);
  });
});

describe('a list', () => {
  test('waits for brokers that do not know their groups yet', async () => {
    const { client, patience, pauses } = cluster();
    client.once(listGroups, { error: loading, groups: [] }, nobody);
    client.once(listGroups, { error: undefined, groups: [group] }, nobody);
    const { groups } = await readGroups(client, [], patience);
    expect([groups.map(({ id }) => id), pauses]).toEqual([['g'], [100]]);
  });

  test('is none where they do not for long: half of it would be wrong', async () => {
    const { client, patience } = cluster();
    client.always(listGroups, { error: loading, groups: [] });
    await expect(readGroups(client, [], patience)).rejects.toThrow(CoordinatorMovingError);
  });

  test('waits for the words on its members, too', async () => {
    const { client, patience, pauses } = cluster();
    listedAt1(client).once(describeGroups, [{ ...described, error: elsewhere, members: [] }]);
    const { groups } = await readGroups(client, [], patience);
    expect([groups[0]?.problem, pauses]).toEqual([undefined, [100]]);
  });
});

describe('a reset of a group that nobody lists', () => {
  const wish = { group: 'g', topics: [], to: { kind: 'earliest' } } as const;

  test('waits until somebody coordinates it, as in a cluster that never had groups', async () => {
    const { client, patience, pauses } = cluster();
    client.always(listGroups, nobody);
    client.once(findCoordinator, { broker: -1, error: none }, { broker: 2, error: undefined });
    client.once(offsetFetch, [{ group: 'g', error: undefined, offsets }]);
    const observed = await observeReset(client, wish, new Map(), patience);
    expect(observed).toMatchObject({ coordinator: 2, group: undefined, problem: undefined });
    expect([pauses, client.brokers(offsetFetch)]).toEqual([[100], [2]]);
  });

  test('keeps why its offsets can not be read', async () => {
    const { client, patience } = cluster();
    client.always(listGroups, nobody);
    client.once(findCoordinator, { broker: 1, error: undefined });
    client.once(offsetFetch, unread(refused('groupAuthorizationFailed')));
    const observed = await observeReset(client, wish, new Map(), patience);
    expect(observed).toMatchObject({ group: undefined, problem: { name: 'GROUP_AUTHORIZATION_FAILED' } });
  });
});
