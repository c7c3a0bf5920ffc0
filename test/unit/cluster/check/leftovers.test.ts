import { expect, test } from 'vitest';
import type { Clock } from '../../../../src/context.js';
import { checkName, groupName } from '../../../../src/lib/cluster/check/check-name.js';
import { checkSettings } from '../../../../src/lib/cluster/check/check-settings.js';
import { deleteGroup, findLeftovers, removeLeftovers } from '../../../../src/lib/cluster/check/leftovers.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import { deleteGroups } from '../../../../src/lib/kafka/requests/delete-groups.js';
import { deleteTopics } from '../../../../src/lib/kafka/requests/delete-topics.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import { describeGroups } from '../../../../src/lib/kafka/requests/describe-groups.js';
import { listGroups } from '../../../../src/lib/kafka/requests/list-groups.js';
import { type MetadataResponse, metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { offsetFetch } from '../../../../src/lib/kafka/requests/offset-fetch.js';
import { ScriptedClient } from '../../topics/io/scripted-client.js';

const began = Date.parse('2026-11-21T23:45:00Z');
const name = checkName(began, Buffer.from('0123456789ab', 'hex'));
const later: Clock = { now: () => began + 2 * 3_600_000, sleep: async () => {} };
const never: Clock = { ...later, sleep: () => new Promise<void>(() => {}) };
const signal = new AbortController().signal;

const there: MetadataResponse = {
  ...{ brokers: [{ id: 1, host: 'b', port: 9092, rack: null }], clusterId: 'c', controllerId: 1 },
  topics: [
    {
      ...{ name, error: undefined, internal: false },
      partitions: [{ id: 0, leader: 1, replicas: [1], inSync: [1] }],
    },
  ],
};
const gone = { ...there, topics: [{ name, error: itemError(3), internal: false, partitions: [] }] };

const settings = (error = 0) => [
  {
    ...{ type: 'topic' as const, name, error: itemError(error) },
    entries: Object.entries(checkSettings(name, 1)).map(([key, value]) => ({
      ...{ name: key, value, source: 'topic' as const },
    })),
  },
];
const noGroups = { error: undefined, groups: [] };
const deleted = { throttleMs: 0, results: [{ name, error: undefined }] };

/** A cluster with a topic that a killed check left, found once. */
async function found() {
  const client = new ScriptedClient().always(describeConfigs, settings()).once(listGroups, noGroups);
  const agreed = await findLeftovers(client, there, never, undefined);
  expect(agreed).toMatchObject([{ kind: 'topic', name, keptFor: undefined }]);
  return { client, agreed };
}

const remove = ({ client, agreed }: Awaited<ReturnType<typeof found>>, clock = never) =>
  removeLeftovers({ client, clock, signal }, agreed, undefined);

test('what is still of no use goes', async () => {
  const seen = await found();
  seen.client.once(metadata, there, gone).once(listGroups, noGroups).once(deleteTopics, deleted);
  expect(await remove(seen)).toEqual([{ kind: 'topic', name, state: 'removed', why: undefined }]);
});

test('what came into use while a person was asked stays', async () => {
  const seen = await found();
  const group = { id: groupName(name, 'split'), protocolType: 'consumer', state: 'Stable' };
  seen.client
    .once(metadata, there)
    .once(listGroups, { error: undefined, groups: [group] })
    .once(offsetFetch, []);
  expect(await remove(seen)).toEqual([
    { kind: 'topic', name, state: 'kept', why: 'a group of it has members: a check is running' },
  ]);
});

test('what somebody else has removed is not said', async () => {
  const seen = await found();
  seen.client.once(metadata, gone).once(listGroups, noGroups);
  expect(await remove(seen)).toEqual([]);
});

test('a deletion that was accepted and has no effect is no removal', async () => {
  const seen = await found();
  seen.client.always(metadata, there).once(listGroups, noGroups).once(deleteTopics, deleted);
  let now = later.now();
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      // The wait for groups is a second one, which doesn't end.
      if (ms >= 5_000) return new Promise<void>(() => {});
      now += ms;
    },
  };
  expect(await remove(seen, clock)).toEqual([
    { kind: 'topic', name, state: 'failed', why: 'its deletion was accepted, and it still shows' },
  ]);
});

test.each([
  ['Dead', 0, undefined],
  ['', 69, undefined],
  ['Empty', 0, 'its deletion was accepted, and it still shows'],
])('a group that is %s (%i) after its deletion', async (state, error, why) => {
  const group = groupName(name, 'copy');
  const client = new ScriptedClient()
    .once(deleteGroups, [{ group, error: undefined }])
    .once(describeGroups, [
      { group, error: itemError(error), state, protocolType: '', protocol: '', members: [] },
    ]);
  expect(await deleteGroup(client, group, 1)).toBe(why);
  expect(client.brokers(describeGroups)).toEqual([1]);
});
