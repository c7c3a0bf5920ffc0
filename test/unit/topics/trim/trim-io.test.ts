import { describe, expect, test } from 'vitest';
import { type Outcome, outcomeOf } from '../../../../src/lib/change/outcome.js';
import { AccessError } from '../../../../src/lib/errors.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { itemError } from '../../../../src/lib/kafka/item-error.js';
import { deleteRecords, type TrimmedPartition } from '../../../../src/lib/kafka/requests/delete-records.js';
import { describeConfigs } from '../../../../src/lib/kafka/requests/describe-configs.js';
import { describeLogDirs } from '../../../../src/lib/kafka/requests/describe-log-dirs.js';
import { listGroups } from '../../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets } from '../../../../src/lib/kafka/requests/list-offsets.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { applyTrim } from '../../../../src/lib/topics/trim/apply-trim.js';
import type { TrimBound } from '../../../../src/lib/topics/trim/bound.js';
import { observeTrim } from '../../../../src/lib/topics/trim/observe-trim.js';
import { verifyTrim } from '../../../../src/lib/topics/trim/verify-trim.js';
import { change, planOf } from '../../change/builders.js';
import { placed, topic } from '../builders.js';
import { metadataOf, unknownTopic } from '../io/answers.js';
import { RecordingClock } from '../io/recording-clock.js';
import { ScriptedClient } from '../io/scripted-client.js';

const orders = topic({ placed: placed([1], [2]) });
const plan = {
  ...planOf([]),
  changes: [
    {
      ...change({ name: 'orders' }),
      work: {
        partitions: [
          { id: 0, before: 5n },
          { id: 1, before: 7n },
        ],
      },
    },
  ],
};
const trimmed = (partition: number, code = 0): TrimmedPartition => ({
  name: 'orders',
  partition,
  error: itemError(code),
});

function trimming() {
  const client = new ScriptedClient().always(metadata, metadataOf([orders]));
  const clock = new RecordingClock();
  const outcomes: Outcome[] = [];
  const aborter = new AbortController();
  const access = { client, clock, changeTimeoutMs: 60_000 };
  const work = { update: () => {}, signal: aborter.signal };
  const apply = () =>
    applyTrim(access, plan, { ...work, tell: () => {}, report: (outcome) => outcomes.push(outcome) });
  const verify = (...statuses: Outcome['status'][]) =>
    verifyTrim(
      access,
      plan,
      statuses.map((status) => outcomeOf(plan.changes[0] as never, status, { reason: 'lost' })),
      work,
    );
  return { client, clock, outcomes, aborter, apply, verify };
}

describe('apply', () => {
  test('asks the leader of each partition for its own', async () => {
    const { client, outcomes, apply } = trimming();
    client.always(deleteRecords, (_, { broker }) => [trimmed(broker === 1 ? 0 : 1)]);
    await apply();
    expect(outcomes).toEqual([{ kind: 'topic', name: 'orders', status: 'done' }]);
    expect(client.brokers(deleteRecords)).toEqual([1, 2]);
    expect(client.of(deleteRecords)[0]).toMatchObject({
      request: { topics: [{ name: 'orders', partitions: [{ id: 0, before: 5n }] }], timeoutMs: 60_000 },
      timeoutMs: 70_000,
    });
  });

  test('asks the new leader when it has changed, and nobody else again', async () => {
    const { client, clock, outcomes, apply } = trimming();
    const moved = metadataOf([topic({ placed: placed([1], [3]) })]);
    client.once(metadata, metadataOf([orders]), moved);
    client.once(deleteRecords, [trimmed(0)], [trimmed(1, 6)], [trimmed(1)]);
    await apply();
    expect(client.brokers(deleteRecords)).toEqual([1, 2, 3]);
    expect(outcomes).toMatchObject([{ status: 'done' }]);
    expect(clock.pauses).toEqual([100]);
  });

  test.each([
    [new LostConnectionError('nobody answers', false, null), 'nobody answers', {}],
    [new AccessError('refused'), 'refused', { access: true }],
  ])('tells what was sent when nobody says who leads now: %s', async (error, reason, more) => {
    const { client, outcomes, apply } = trimming();
    client.once(metadata, metadataOf([orders]), error);
    client.once(deleteRecords, [trimmed(0)], [trimmed(1, 6)]);
    await apply();
    expect(outcomes).toEqual([
      { kind: 'topic', name: 'orders', status: 'unknown', reason: `partition 1: ${reason}`, ...more },
    ]);
  });

  test('has failed where nobody ever says who leads', async () => {
    const { client, outcomes, apply } = trimming();
    client.once(metadata, new LostConnectionError('nobody answers', true, null));
    await apply();
    expect(outcomes).toEqual([
      { kind: 'topic', name: 'orders', status: 'failed', reason: 'partitions 0, 1: nobody answers' },
    ]);
  });

  test('gives a leader up after five times, and waits for one that is not there as long', async () => {
    const { client, clock, outcomes, apply } = trimming();
    client.always(metadata, metadataOf([topic({ placed: placed([1], []) })]));
    client.always(deleteRecords, [trimmed(0, 6)]);
    await apply();
    expect(clock.pauses).toEqual([100, 200, 400, 800]);
    expect(client.of(deleteRecords)).toHaveLength(5);
    expect(outcomes).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        status: 'failed',
        reason: 'partition 0: NOT_LEADER_OR_FOLLOWER; partition 1: it has no leader now',
      },
    ]);
  });

  test.each<[string, (TrimmedPartition[] | Error)[], object]>([
    [
      'refused everywhere',
      [[trimmed(0, 44)], [trimmed(1, 44)]],
      { status: 'failed', reason: 'partitions 0, 1: POLICY_VIOLATION' },
    ],
    [
      'without the right',
      [[trimmed(0, 29)], [trimmed(1, 29)]],
      { status: 'failed', reason: 'partitions 0, 1: TOPIC_AUTHORIZATION_FAILED', access: true },
    ],
    [
      'refused in part',
      [[trimmed(0)], [trimmed(1, 1)]],
      { status: 'unknown', reason: 'partition 1: OFFSET_OUT_OF_RANGE' },
    ],
    [
      'too slow',
      [[trimmed(0, 7)], [trimmed(1, 7)]],
      { status: 'unknown', reason: 'partitions 0, 1: REQUEST_TIMED_OUT' },
    ],
    [
      'said nothing about',
      [[trimmed(0)], []],
      { status: 'unknown', reason: 'partition 1: the answer said nothing about it' },
    ],
    [
      'lost after it was sent',
      [[trimmed(0, 44)], new LostConnectionError('gone', true, null)],
      { status: 'unknown', reason: 'partition 0: POLICY_VIOLATION; partition 1: gone' },
    ],
    [
      'lost before it was sent',
      [new LostConnectionError('gone', false, null), new LostConnectionError('gone', false, null)],
      { status: 'failed', reason: 'partitions 0, 1: gone' },
    ],
  ])('%s', async (_, answers, outcome) => {
    const { client, outcomes, apply } = trimming();
    client.once(deleteRecords, ...answers);
    await apply();
    expect(outcomes).toEqual([{ kind: 'topic', name: 'orders', ...outcome }]);
  });

  test('sends nothing once it was interrupted', async () => {
    const { outcomes, aborter, apply } = trimming();
    aborter.abort();
    await apply();
    expect(outcomes).toEqual([]);
  });
});

describe('verify', () => {
  const begins =
    (first: bigint, second: bigint) =>
    (_: unknown, { broker }: { broker?: number | undefined }) => [
      {
        name: 'orders',
        partition: broker === 1 ? 0 : 1,
        offset: broker === 1 ? first : second,
        error: undefined,
      },
    ];

  test('what was accepted or uncertain is done when every partition begins there', async () => {
    const { client, clock, verify } = trimming();
    client.once(listOffsets, begins(5n, 0n), begins(5n, 0n), begins(5n, 7n), begins(6n, 7n));
    expect(await verify('unknown')).toEqual([{ kind: 'topic', name: 'orders', status: 'done' }]);
    expect(clock.pauses).toEqual([20]);
  });

  test('what never shows is uncertain, with where it begins', async () => {
    const { client, verify } = trimming();
    client.always(listOffsets, begins(5n, 6n));
    expect(await verify('done')).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        status: 'unknown',
        reason: 'accepted, but partition 1 still begins at 6, not 7',
      },
    ]);
    expect((await verify('unknown'))[0]?.reason).toBe('lost (partition 1 still begins at 6, not 7)');
  });

  test('nothing is asked about what failed', async () => {
    const { client, verify } = trimming();
    expect(await verify('failed')).toMatchObject([{ status: 'failed' }]);
    expect(client.asked).toEqual([]);
  });
});

describe('observe', () => {
  const at: TrimBound = { by: 'time', at: 1_000 };

  function observing(found: bigint) {
    const client = new ScriptedClient().always(metadata, metadataOf([orders]));
    client.always(describeConfigs, [
      {
        type: 'topic',
        name: 'orders',
        error: undefined,
        entries: [{ name: 'cleanup.policy', value: 'delete', source: 'default' }],
      },
    ] as never);
    client.always(listGroups, new LostConnectionError('gone', true, null));
    client.always(describeLogDirs, new LostConnectionError('gone', true, null));
    client.always(listOffsets, ({ timestamp }, { broker }) => [
      {
        name: 'orders',
        partition: broker === 1 ? 0 : 1,
        offset: timestamp === -2n ? 2n : timestamp === -1n ? 10n : found,
        error: undefined,
      },
    ]);
    return client;
  }

  const question = { names: ['orders'], bound: at, partitions: [], agreed: new Map<string, bigint>() };

  test.each<[bigint, bigint]>([
    [6n, 6n],
    [-1n, 10n],
  ])('the first record of the time is at %i: kept from %i', async (found, keepsFrom) => {
    const client = observing(found);
    const { topics } = await observeTrim(client, question);
    expect(topics[0]?.partitions).toMatchObject([
      { id: 0, begins: 2n, ends: 10n, keepsFrom, bytes: undefined },
      { id: 1, begins: 2n, ends: 10n, keepsFrom, bytes: undefined },
    ]);
    expect(topics[0]).toMatchObject({ cleanupPolicy: 'delete', behind: undefined, absent: [] });
    expect(client.requests(listOffsets).map(({ timestamp }) => timestamp)).toContain(1_000n);
  });

  test('a partition that its leader leaves out of one answer is not taken for an empty one', async () => {
    const client = observing(6n);
    client.always(listOffsets, ({ timestamp }, { broker }) =>
      broker === 2 && timestamp === 1_000n
        ? []
        : [{ name: 'orders', partition: broker === 1 ? 0 : 1, offset: 10n, error: undefined }],
    );
    const { topics } = await observeTrim(client, question);
    expect(topics[0]?.partitions).toMatchObject([
      { id: 0, error: undefined },
      { id: 1, error: { code: -1, message: 'its leader says nothing of it' } },
    ]);
  });

  test('a name that is not there is looked for among all', async () => {
    const client = observing(6n);
    const all = metadataOf([orders, topic({ name: 'users' })]);
    client.always(metadata, ({ topics }) =>
      topics === null ? all : metadataOf([], { topics: [unknownTopic('order')] }),
    );
    const { there } = await observeTrim(client, { ...question, names: ['order'] });
    expect(there).toEqual(['orders', 'users']);
  });

  test('what was agreed on stays, and only what is asked for is looked at', async () => {
    const client = observing(6n);
    const agreed = new Map([['1 orders', 4n]]);
    const { topics } = await observeTrim(client, { ...question, partitions: [1, 5], agreed });
    expect(topics[0]?.partitions).toMatchObject([{ id: 1, keepsFrom: 4n }]);
    expect(topics[0]?.absent).toEqual([5]);
    expect(new Set(client.brokers(listOffsets))).toEqual(new Set([2]));
  });
});
