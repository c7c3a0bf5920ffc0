import { expect, test } from 'vitest';
import { type Outcome, outcomeOf } from '../../../../src/lib/change/outcome.js';
import {
  type DescribeConfigsRequest,
  describeConfigs,
} from '../../../../src/lib/kafka/requests/describe-configs.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { verifyTopics } from '../../../../src/lib/topics/verify.js';
import type { TopicWork } from '../../../../src/lib/topics/work.js';
import { topic } from '../builders.js';
import { metadataOf, unknownTopic } from './answers.js';
import { planFor } from './applying.js';
import { RecordingClock } from './recording-clock.js';
import { ScriptedClient } from './scripted-client.js';

const create = { partitions: 3, replicationFactor: 1, configs: {} };
const retention: TopicWork = { settings: [{ operation: 'set', key: 'retention.ms', value: '5' }] };
const nothing = metadataOf([], { topics: ['a', 'b'].map(unknownTopic) });

function verifying() {
  const client = new ScriptedClient();
  const clock = new RecordingClock();
  const aborter = new AbortController();
  const updates: string[] = [];
  const verify = (
    works: Readonly<Record<string, TopicWork>>,
    statuses: Readonly<Record<string, Outcome['status']>>,
  ) => {
    const outcomes = Object.entries(statuses).map(([name, status]) =>
      outcomeOf({ kind: 'topic', name }, status, status === 'done' ? {} : { reason: 'gone' }),
    );
    const work = { update: (text: string) => updates.push(text), signal: aborter.signal };
    return verifyTopics({ client, clock, changeTimeoutMs: 60_000 }, planFor(works), outcomes, work);
  };
  return { client, clock, aborter, updates, verify };
}

/** Each of the topics with this value of retention.ms, pinned. */
const retained = (value: string) => (request: DescribeConfigsRequest) =>
  request.resources.map(({ type, name }) => ({
    type,
    name,
    error: undefined,
    entries: [{ name: 'retention.ms', value, source: 'topic' as const }],
  }));

test.each<Outcome['status']>(['failed', 'not tried'])('nothing is asked about what %s', async (status) => {
  const { client, verify } = verifying();
  expect(await verify({ a: { create } }, { a: status })).toMatchObject([{ name: 'a', status }]);
  expect(client.asked).toEqual([]);
});

test('asks only for what was accepted, then only for what has not arrived', async () => {
  const { client, clock, updates, verify } = verifying();
  const [a, b] = [topic({ name: 'a' }), topic({ name: 'b' })];
  client.once(metadata, nothing, metadataOf([a], { topics: [...metadataOf([a]).topics, unknownTopic('b')] }));
  client.once(metadata, metadataOf([b]));
  const works = { a: { create }, b: { create }, c: { create } };
  expect(await verify(works, { a: 'done', b: 'done', c: 'failed' })).toMatchObject([
    { name: 'a', status: 'done' },
    { name: 'b', status: 'done' },
    { name: 'c', status: 'failed' },
  ]);
  expect(client.requests(metadata)).toEqual([
    { topics: ['a', 'b'] },
    { topics: ['a', 'b'] },
    { topics: ['b'] },
  ]);
  expect(clock.pauses).toEqual([20, 40]);
  expect(updates).toEqual(['0 of 2 have arrived', '1 of 2 have arrived']);
});

test('reads the settings of the plan, of the topics that have any', async () => {
  const { client, verify } = verifying();
  const deletion: TopicWork = { settings: [{ operation: 'delete', key: 'cleanup.policy' }] };
  client.always(metadata, metadataOf(['a', 'b', 'c'].map((name) => topic({ name }))));
  client.once(describeConfigs, retained('4'), retained('5'));
  await verify({ a: retention, b: { partitions: 3 }, c: deletion }, { a: 'done', b: 'done', c: 'done' });
  expect(client.requests(describeConfigs)).toEqual([
    {
      resources: [
        { type: 'topic', name: 'a' },
        { type: 'topic', name: 'c' },
      ],
      keys: ['retention.ms', 'cleanup.policy'],
    },
    { resources: [{ type: 'topic', name: 'a' }], keys: ['retention.ms'] },
  ]);
});

test('what was uncertain is done when it shows', async () => {
  const { client, verify } = verifying();
  client.once(metadata, metadataOf([topic({ name: 'a' })]));
  const outcomes = await verify({ a: { create } }, { a: 'unknown' });
  expect(outcomes).toEqual([{ kind: 'topic', name: 'a', status: 'done' }]);
});

test('what is only uncertain is waited for five seconds, and keeps its reason', async () => {
  const { client, clock, verify } = verifying();
  client.always(metadata, nothing);
  expect(await verify({ a: { create } }, { a: 'unknown' })).toMatchObject([
    { status: 'unknown', reason: "gone (it isn't there yet)" },
  ]);
  expect(clock.now()).toBeGreaterThan(5_000);
  expect(clock.now()).toBeLessThan(6_100);
});

test.each([
  ['one topic', 1, 30_030],
  ['a thousand', 1_000, 60_000],
])('%s: patience grows with the plan, pauses grow to a second', async (_, count, patience) => {
  const { client, clock, verify } = verifying();
  const names = Array.from({ length: count }, (_, index) => `t${index}`);
  client.always(metadata, metadataOf([]));
  const works = Object.fromEntries(names.map((name) => [name, { create }]));
  const statuses = Object.fromEntries(names.map((name) => [name, 'done' as const]));
  expect((await verify(works, statuses))[0]).toMatchObject({
    status: 'unknown',
    reason: "accepted, but it isn't there yet",
  });
  expect(clock.now()).toBeGreaterThan(patience);
  expect(clock.now()).toBeLessThanOrEqual(patience + 1_000);
  expect(clock.pauses.slice(0, 8)).toEqual([20, 40, 80, 160, 320, 640, 1_000, 1_000]);
});

test('an abort ends the waiting', async () => {
  const { client, clock, aborter, verify } = verifying();
  client.once(metadata, nothing);
  clock.during = () => aborter.abort(new Error('stopped'));
  await expect(verify({ a: { create } }, { a: 'done' })).rejects.toThrow('stopped');
});
