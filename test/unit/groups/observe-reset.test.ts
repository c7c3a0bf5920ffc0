import { describe, expect, test } from 'vitest';
import { planFingerprint } from '../../../src/lib/change/plan-document.js';
import type { ResetWish } from '../../../src/lib/groups/reset/model.js';
import { parseOffsets } from '../../../src/lib/groups/reset/offsets-file.js';
import { resetCapability } from '../../../src/lib/groups/reset/reset-capability.js';
import { describeGroups } from '../../../src/lib/kafka/requests/describe-groups.js';
import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets, offsetOf } from '../../../src/lib/kafka/requests/list-offsets.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { offsetCommit } from '../../../src/lib/kafka/requests/offset-commit.js';
import { offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { brokers, placed } from '../topics/builders.js';
import { metadataOf } from '../topics/io/answers.js';
import { ScriptedClient } from '../topics/io/scripted-client.js';

/** The stopped group g with 800 committed in each partition of two topics, which have offsets 0 to 1,000. */
function world() {
  const log = { start: 0n, end: 1_000n, atTime: 500n };
  const client = new ScriptedClient();
  client.speaks = 8;
  const topics = ['orders', 'users'].map((name) => ({ name, partitions: placed([1], [1], [1]) }));
  client.always(metadata, metadataOf(topics, { brokers: brokers(1), clusterId: 'c' }));
  client.always(listGroups, {
    error: undefined,
    groups: [{ id: 'g', protocolType: 'consumer', state: 'Empty', type: 'Classic' }],
  });
  client.always(describeGroups, [
    { group: 'g', error: undefined, state: 'Empty', protocolType: 'consumer', protocol: '', members: [] },
  ]);
  const offsets = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ id }) => ({ name, partition: id, offset: 800n })),
  );
  client.always(offsetFetch, [{ group: 'g', error: undefined, offsets }]);
  client.always(listOffsets, (request) => {
    const kinds = new Map<bigint, bigint>([
      [offsetOf.earliest, log.start],
      [offsetOf.latest, log.end],
    ]);
    const offset = kinds.get(request.timestamp) ?? log.atTime;
    return request.topics.flatMap(({ name, partitions }) =>
      partitions.map((partition) => ({ name, partition, offset, error: undefined })),
    );
  });
  const work = {
    ...{ update: () => {}, signal: new AbortController().signal },
    ...{ tell: () => {}, report: () => {} },
  };
  const kept: string[] = [];
  const reset = (to: ResetWish['to'], chosen: ResetWish['topics'] = []) => {
    const keep = async (_: string, text: string) => {
      kept.push(text);
      return 'FILE';
    };
    const access = { client, clusterId: undefined, keep, undo: () => '', clock: { sleep: async () => {} } };
    const capability = resetCapability(access, { group: 'g', topics: chosen, to });
    return {
      plan: async () => capability.plan(await capability.observe(work)),
      apply: async (plan: ReturnType<typeof capability.plan>) => capability.apply(plan, work),
    };
  };
  return { client, log, reset, kept };
}

type Planned = Awaited<ReturnType<ReturnType<ReturnType<typeof world>['reset']>['plan']>>;
const targets = ({ changes }: Planned) =>
  changes.flatMap(({ work }) =>
    work.targets.map(({ name, partition, offset }) => `${name} ${partition} ${offset}`),
  );
const refusals = ({ refusals: all }: Planned) => all.map(({ name, reason }) => `${name}: ${reason}`);
const file = (text: string): ResetWish['to'] => ({ kind: 'file', offsets: parseOffsets(text, 'f') });

describe('of a file', () => {
  const two = file('orders 0 7\norders 1 8\nusers 0 9\n');

  test.each<[string, ResetWish['topics'], string[]]>([
    ['without topics all lines', [], ['orders 0 7', 'orders 1 8', 'users 0 9']],
    ['with a topic its lines', [{ name: 'orders', partitions: undefined }], ['orders 0 7', 'orders 1 8']],
    ['with partitions theirs only', [{ name: 'orders', partitions: [0] }], ['orders 0 7']],
  ])('%s are taken', async (_, chosen, expected) => {
    const plan = await world().reset(two, chosen).plan();
    expect([targets(plan), plan.refusals]).toEqual([expected, []]);
  });

  test('what is named and has no line is refused', async () => {
    const { reset } = world();
    const partition = await reset(two, [{ name: 'orders', partitions: [0, 2] }]).plan();
    expect(refusals(partition)).toEqual(['orders-2: the file does not name it']);
    const topic = await reset(file('orders 0 7\n'), [{ name: 'users', partitions: undefined }]).plan();
    expect(refusals(topic)).toEqual(['users: the file does not name it']);
  });

  test('a line that log retention overtakes while a person thinks is another plan', async () => {
    const { log, reset } = world();
    const { plan } = reset(file('orders 0 7\n'));
    const shown = await plan();
    log.start = 700n;
    const now = await plan();
    expect(now.changes[0]?.fields[0]?.note).toBe('793 back, outside of what is there');
    expect(planFingerprint(now)).not.toBe(planFingerprint(shown));
  });
});

test.each<[string, ResetWish['topics']]>([
  [
    'orders:0 and orders:0-2',
    [
      { name: 'orders', partitions: [0] },
      { name: 'orders', partitions: [0, 1, 2] },
    ],
  ],
  [
    'orders and orders:0',
    [
      { name: 'orders', partitions: undefined },
      { name: 'orders', partitions: [0] },
    ],
  ],
])('%s name each partition once', async (_, chosen) => {
  const { client, reset, kept } = world();
  const { plan: planOnce, apply } = reset({ kind: 'latest' }, chosen);
  const plan = await planOnce();
  expect(targets(plan)).toEqual(['orders 0 1000', 'orders 1 1000', 'orders 2 1000']);
  expect(plan.changes[0]?.cautions).toEqual(['600 records will not be read']);
  client.once(offsetCommit, []);
  await apply(plan);
  expect(client.requests(offsetCommit)[0]?.offsets).toHaveLength(3);
  expect(parseOffsets(kept.join(''), 'kept')).toHaveLength(3);
});

describe('while a person thinks', () => {
  const points: ResetWish['to'][] = [
    { kind: 'earliest' },
    { kind: 'offset', offset: 10n },
    { kind: 'shift', by: -790n },
    { kind: 'time', at: 1n },
  ];
  const chosen = [{ name: 'orders', partitions: [0] }];

  test.each(points)('retention that overtakes a target makes another plan (%o)', async (to) => {
    const { log, reset } = world();
    const { plan } = reset(to, chosen);
    const shown = await plan();
    log.start = 700n;
    const now = await plan();
    expect(targets(now)).toEqual(['orders 0 700']);
    expect(planFingerprint(now)).not.toBe(planFingerprint(shown));
  });

  test('the end that was shown is not taken either where all up to it is gone', async () => {
    const { log, reset } = world();
    const { plan } = reset({ kind: 'latest' }, chosen);
    await plan();
    Object.assign(log, { start: 1_500n, end: 2_000n });
    expect(targets(await plan())).toEqual(['orders 0 1500']);
  });

  test.each([{ kind: 'latest' } as const, ...points])('more records change no plan (%o)', async (to) => {
    const { log, reset } = world();
    const { plan } = reset(to, chosen);
    const shown = await plan();
    Object.assign(log, { end: 2_000n, atTime: 600n });
    expect(await plan()).toEqual(shown);
  });
});

describe('a coordinator that leaves the group out of its answer', () => {
  const reason = 'its coordinator says nothing of it (UNKNOWN_SERVER_ERROR)';

  test('has not said that nothing is committed', async () => {
    const { client, reset } = world();
    client.once(offsetFetch, []);
    const plan = await reset({ kind: 'earliest' }, [{ name: 'orders', partitions: undefined }]).plan();
    expect([plan.changes, refusals(plan)]).toEqual([[], [`g: it can't be read: ${reason}`]]);
  });

  test('also of one that nobody lists', async () => {
    const { client, reset } = world();
    client.always(listGroups, { error: undefined, groups: [] });
    client.once(findCoordinator, { broker: 1, error: undefined }).once(offsetFetch, []);
    const plan = await reset({ kind: 'earliest' }, [{ name: 'orders', partitions: undefined }]).plan();
    expect([plan.changes, refusals(plan)]).toEqual([[], [`g: it can't be read: ${reason}`]]);
  });
});
