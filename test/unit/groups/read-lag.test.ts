import { describe, expect, test } from 'vitest';
import { noneWords } from '../../../src/commands/groups/lag-shown.js';
import type { LagGrain } from '../../../src/lib/groups/lag-rows.js';
import { readLag } from '../../../src/lib/groups/read-lag.js';
import { consumerGroupDescribe } from '../../../src/lib/kafka/requests/consumer-group-describe.js';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import { describeGroups } from '../../../src/lib/kafka/requests/describe-groups.js';
import { type ListedGroup, listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets } from '../../../src/lib/kafka/requests/list-offsets.js';
import { metadata, type TopicMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import { offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { brokers } from '../topics/builders.js';
import { refused } from '../topics/io/answers.js';
import { ScriptedClient } from '../topics/io/scripted-client.js';
import { judged, lagging } from './lagging.js';

const topic = (name: string, leaders: readonly number[]): TopicMetadata => ({
  ...{ name, error: undefined, internal: false },
  partitions: leaders.map((leader, id) => ({ id, leader, replicas: [1], inSync: [1] })),
});
const listed = (id: string, type: string, protocolType = 'consumer'): ListedGroup => ({
  ...{ id, protocolType, state: 'Stable', type },
});
const noMembers = (group: string) => ({
  ...{ group, error: undefined, state: 'Empty', protocolType: 'consumer', protocol: '', members: [] },
});

function cluster(groups: readonly ListedGroup[]) {
  const client = new ScriptedClient();
  client.speaks = 8;
  client.once(metadata, {
    ...{ brokers: brokers(2), clusterId: 'c', controllerId: 1 },
    topics: [topic('orders', [1, 2, -1, 1]), topic('state', [2])],
  });
  client.once(listGroups, { error: undefined, groups }, { error: undefined, groups: [] });
  client.always(describeConfigs, []);
  return client;
}

const read = async (
  client: ScriptedClient,
  patterns: readonly string[] = [],
  topics: readonly string[] = [],
) =>
  readLag(
    client,
    { patterns, topics },
    { clock: { sleep: async () => {} }, signal: new AbortController().signal },
  );

describe('what a partition is', () => {
  test('without a leader, gone, unread, without an offset', async () => {
    const client = cluster([listed('g', 'Classic')]);
    client.once(describeGroups, [noMembers('g')]);
    const places = [0, 1, 2, 3, 9].map((partition) => ({ name: 'orders', partition, offset: 1n }));
    client.once(offsetFetch, [
      { group: 'g', error: undefined, offsets: [...places, { name: 'gone', partition: 0, offset: 1n }] },
    ]);
    client.always(listOffsets, ({ timestamp }, { broker }) =>
      broker === 1
        ? [
            { ...{ name: 'orders', partition: 0, error: undefined }, offset: timestamp === -1n ? 5n : 3n },
            { name: 'orders', partition: 3, offset: -1n, error: refused('unknownTopicOrPartition') },
          ]
        : [{ name: 'orders', partition: 1, offset: -1n, error: refused('topicAuthorizationFailed') }],
    );
    const { groups } = await read(client);
    expect(
      groups[0]?.partitions.map(({ topic: of, partition, status, lag, start }) =>
        start === undefined ? [of, partition, status, lag] : [of, partition, status, lag, start],
      ),
    ).toEqual([
      ['gone', 0, 'no topic', undefined],
      ['orders', 0, 'ok', 4n, 3n],
      ['orders', 1, 'not read', undefined],
      ['orders', 2, 'no leader', undefined],
      ['orders', 3, 'no topic', undefined],
      ['orders', 9, 'no topic', undefined],
    ]);
    // Each leader once for the ends and once for the starts, and nobody for what has none.
    const first = [{ name: 'orders', partitions: [0, 3] }];
    const second = [{ name: 'orders', partitions: [1] }];
    expect(client.of(listOffsets).map(({ broker, request }) => [broker, request])).toEqual([
      [1, { topics: first, timestamp: -1n }],
      [2, { topics: second, timestamp: -1n }],
      [1, { topics: first, timestamp: -2n }],
      [2, { topics: second, timestamp: -2n }],
    ]);
  });

  test('a member has it and committed nothing', async () => {
    const client = cluster([listed('g', 'Consumer')]);
    const member = {
      ...{ id: 'm', instance: null, rack: null, epoch: 1, client: 'app', host: '/10.0.0.1' },
      ...{ subscribed: ['state'], subscribedPattern: null },
      assigned: [{ name: 'state', partitions: [0] }],
      target: [{ name: 'state', partitions: [0] }],
    };
    client.once(consumerGroupDescribe, [
      {
        ...{
          group: 'g',
          error: undefined,
          state: 'Stable',
          epoch: 3,
          assignmentEpoch: 3,
          assignor: 'uniform',
        },
        members: [member],
      },
    ]);
    client.once(offsetFetch, [{ group: 'g', error: undefined, offsets: [] }]);
    client.always(listOffsets, [{ name: 'state', partition: 0, offset: 5n, error: undefined }]);
    client.once(describeConfigs, [
      {
        ...{ type: 'topic', name: 'state', error: undefined },
        entries: [{ name: 'cleanup.policy', value: 'compact,delete', source: 'topic' }],
      },
    ]);
    const { groups } = await read(client);
    expect(groups[0]?.group).toMatchObject({
      type: 'consumer',
      epoch: 3,
      members: [{ host: '10.0.0.1', target: undefined }],
    });
    expect(groups[0]?.partitions).toEqual([
      {
        ...{ topic: 'state', partition: 0, committed: undefined, start: 5n, end: 5n, lag: undefined },
        ...{ status: 'no offset', compacted: true, client: 'app' },
      },
    ]);
  });
});

/** A group with an offset in partition 0 of `orders`, whose four partitions all end at 5 but the last, which is empty. */
function partly(protocolType: string) {
  const client = cluster([listed('g', 'Classic', protocolType)]);
  client.once(describeGroups, [{ ...noMembers('g'), protocolType }]);
  client.once(offsetFetch, [
    { group: 'g', error: undefined, offsets: [{ name: 'orders', partition: 0, offset: 5n }] },
  ]);
  client.always(listOffsets, ({ topics }) =>
    topics.flatMap(({ name, partitions }) =>
      partitions.map((partition) => ({
        ...{ name, partition, error: undefined },
        offset: partition === 3 ? 0n : 5n,
      })),
    ),
  );
  return client;
}

describe('partitions without an offset beside those that have one', () => {
  const statuses = async (protocolType: string) => {
    const { groups } = await read(partly(protocolType));
    const partitions = groups[0]?.partitions ?? [];
    return [partitions.map(({ partition, status }) => `${partition} ${status}`), judged(groups, 0n)];
  };

  test('are unknown in a group whose members subscribe, and pass no check', async () => {
    expect(await statuses('consumer')).toEqual([
      ['0 ok', '1 no offset', '2 no leader', '3 ok'],
      ['g: 0 records behind, and 2 partitions unknown; 0 allowed'],
    ]);
  });

  test('are shown, and not counted, in one that chooses its partitions', async () => {
    expect(await statuses('')).toEqual([
      ['0 ok', '1 untouched', '2 no leader', '3 ok'],
      ['g: 0 records behind, and 1 partition unknown; 0 allowed'],
    ]);
  });
});

test('topics that are asked for and not there: what was meant, and globs that match nothing', async () => {
  const { unknownTopics } = await read(partly('consumer'), [], ['order', 'state', 'st*', 'x*']);
  expect(unknownTopics).toEqual([
    { name: 'order', isGlob: false, meant: 'orders' },
    { name: 'x*', isGlob: true, meant: undefined },
  ]);
});

test('groups that commit nothing are named and not asked; settings that may not be read stay unknown', async () => {
  const client = cluster([
    listed('jobs', 'Share', 'share'),
    listed('worker', 'Classic', 'connect'),
    listed('simple', 'Classic', ''),
  ]);
  client.once(describeGroups, [{ ...noMembers('simple'), protocolType: '' }]);
  client.once(offsetFetch, [
    { group: 'simple', error: undefined, offsets: [{ name: 'orders', partition: 0, offset: 5n }] },
  ]);
  client.always(listOffsets, ({ topics }) =>
    topics.flatMap(({ name, partitions }) =>
      partitions.map((partition) => ({ name, partition, offset: 5n, error: undefined })),
    ),
  );
  client.once(describeConfigs, new Error('no right'));
  const { groups, withoutOffsets } = await read(client);
  expect(groups.map(({ group, partitions }) => [group.id, partitions[0]?.compacted])).toEqual([
    ['simple', undefined],
  ]);
  expect(withoutOffsets.map(({ id, type }) => `${id} ${type}`)).toEqual(['jobs share', 'worker classic']);
});

test('only groups and topics that are chosen are asked for; who is not there is named', async () => {
  const client = cluster([
    listed('pay-in', 'Classic'),
    listed('pay-out', 'Classic'),
    listed('mail', 'Classic'),
  ]);
  client.once(describeGroups, [noMembers('pay-in'), noMembers('pay-out')]);
  const offsets = ['orders', 'state'].map((name) => ({ name, partition: 0, offset: 1n }));
  client.once(offsetFetch, [
    { group: 'pay-in', error: undefined, offsets },
    { group: 'pay-out', error: refused('groupAuthorizationFailed'), offsets: [] },
  ]);
  client.always(listOffsets, [{ name: 'state', partition: 0, offset: 2n, error: undefined }]);
  const { groups, unknown } = await read(client, ['pay-*', 'none'], ['st*']);
  expect(
    groups.map(({ group, partitions, problem }) => [group.id, partitions.length, problem?.name]),
  ).toEqual([
    ['pay-in', 1, undefined],
    ['pay-out', 0, 'GROUP_AUTHORIZATION_FAILED'],
  ]);
  expect(unknown).toEqual([{ name: 'none', isGlob: false, meant: undefined }]);
  expect(client.requests(offsetFetch)).toEqual([{ groups: ['pay-in', 'pay-out'] }]);
});

describe('topics that are asked for', () => {
  /** `reader` has something in both topics, `other` in one, `idle` in none, and `secret` can't be read. */
  function several() {
    const client = cluster(['reader', 'other', 'idle', 'secret'].map((id) => listed(id, 'Classic')));
    client.once(describeGroups, ['reader', 'other', 'idle', 'secret'].map(noMembers));
    const state = { name: 'state', partition: 0, offset: 1n };
    client.once(offsetFetch, [
      { group: 'reader', error: undefined, offsets: [{ ...state, name: 'orders' }, state] },
      { group: 'other', error: undefined, offsets: [state] },
      { group: 'idle', error: undefined, offsets: [] },
      { group: 'secret', error: refused('groupAuthorizationFailed'), offsets: [] },
    ]);
    client.always(listOffsets, []);
    return client;
  }
  const inShort = async (patterns: readonly string[], topics: readonly string[]) => {
    const report = await read(several(), patterns, topics);
    const said = noneWords({ patterns, topic: topics, by: 'group' }, report);
    return [
      ...report.groups.map(({ group, isElsewhere }) => `${group.id}${isElsewhere ? ', elsewhere' : ''}`),
      ...said,
    ];
  };

  test('without a group: those that have something in them, and those that may', async () => {
    expect(await inShort([], ['orders'])).toEqual(['reader, elsewhere', 'secret']);
    expect(await inShort([], ['orders', 'st*'])).toEqual(['other', 'reader', 'secret']);
    expect(await inShort([], [])).toEqual(['idle', 'other', 'reader', 'secret']);
  });

  test('with groups: all of them', async () => {
    expect(await inShort(['*'], ['orders'])).toEqual([
      'idle',
      'other, elsewhere',
      'reader, elsewhere',
      'secret',
    ]);
  });

  test('that nobody reads are named, beside those that are not there', async () => {
    const client = cluster([listed('g', 'Classic')]);
    client.once(describeGroups, [noMembers('g')]);
    client.once(offsetFetch, [{ group: 'g', error: undefined, offsets: [] }]);
    const report = await read(client, [], ['orders', 'none']);
    const said = (topic: readonly string[], unknownTopics = report.unknownTopics) =>
      noneWords({ patterns: [], topic, by: 'group' }, { ...report, unknownTopics });
    expect(report.groups).toEqual([]);
    expect(said(['orders', 'none'])).toEqual(['No group reads orders, or this login may see none.']);
    expect(said(['none'])).toEqual([]);
    expect(said([])).toEqual(['No groups: none is there, none matches, or this login may see none.']);
  });
});

test('a table of topics or partitions without any line says why', () => {
  const report = (isElsewhere: boolean) => ({
    ...{ metadata: { brokers: [], clusterId: 'c', controllerId: 1, topics: [] }, groups: [] },
    ...{ withoutOffsets: [], unknown: [], unknownTopics: [] },
    groups: [{ ...lagging('g', {}), isElsewhere }],
  });
  const said = (by: LagGrain, isElsewhere: boolean) =>
    noneWords({ patterns: ['g'], by }, report(isElsewhere));
  expect([said('group', true), said('topic', true), said('partition', false)]).toEqual([
    [],
    ['Nothing in these topics.'],
    ['Nothing committed that is seen.'],
  ]);
});
