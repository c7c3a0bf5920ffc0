import { expect, test } from 'vitest';
import { AccessError } from '../../../../src/lib/errors.js';
import { LostConnectionError } from '../../../../src/lib/kafka/errors.js';
import { createPartitions } from '../../../../src/lib/kafka/requests/create-partitions.js';
import { createTopics } from '../../../../src/lib/kafka/requests/create-topics.js';
import { deleteTopics } from '../../../../src/lib/kafka/requests/delete-topics.js';
import { incrementalAlterConfigs } from '../../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { allAltered, results } from './answers.js';
import { applying } from './applying.js';

const create = { partitions: 3, replicationFactor: 1, configs: {} };
const settings = [{ operation: 'set', key: 'retention.ms', value: '5' }] as const;

test('creates, grows, alters and deletes in one round', async () => {
  const { client, outcomes, apply } = applying();
  const askedBefore: number[] = [];
  const later = async <Answer>(answer: Answer) => {
    await new Promise(setImmediate);
    askedBefore.push(client.asked.length);
    return answer;
  };
  client.once(createTopics, () => later(results({ new: 'ok' })));
  client.once(createPartitions, () => later(results({ grown: 'ok' })));
  client.once(deleteTopics, () => later(results({ old: 'ok' })));
  client.once(incrementalAlterConfigs, (request) => later(allAltered(request)));
  await apply({ new: { create }, grown: { partitions: 6 }, old: { delete: true }, altered: { settings } });
  expect(askedBefore).toEqual([4, 4, 4, 4]);
  expect(outcomes.map(({ name, status }) => `${name} ${status}`).sort()).toEqual([
    'altered done',
    'grown done',
    'new done',
    'old done',
  ]);
  expect(client.requests(createTopics)).toMatchObject([{ topics: [{ name: 'new', ...create }] }]);
  expect(client.requests(createPartitions)).toMatchObject([{ topics: [{ name: 'grown', total: 6 }] }]);
  expect(client.requests(deleteTopics)).toMatchObject([{ names: ['old'] }]);
  expect(client.requests(incrementalAlterConfigs)).toMatchObject([
    { resources: [{ type: 'topic', name: 'altered', operations: settings }] },
  ]);
});

test('a change is reported once, when the last of its parts has ended', async () => {
  const { client, outcomes, apply } = applying();
  const seen: number[] = [];
  client.once(createPartitions, results({ a: 'ok' }));
  client.once(incrementalAlterConfigs, async (request) => {
    await new Promise(setImmediate);
    seen.push(outcomes.length);
    return allAltered(request);
  });
  await apply({ a: { partitions: 6, settings } });
  expect(seen).toEqual([0]);
  expect(outcomes).toEqual([{ kind: 'topic', name: 'a', status: 'done' }]);
});

test('a change of which one part failed may have happened, and says which part', async () => {
  const { client, outcomes, apply } = applying();
  client.once(createPartitions, results({ a: 'policyViolation' })).once(incrementalAlterConfigs, allAltered);
  await apply({ a: { partitions: 6, settings } });
  expect(outcomes).toEqual([
    { kind: 'topic', name: 'a', status: 'unknown', reason: 'partitions: POLICY_VIOLATION' },
  ]);
});

test('a change of which every part failed has failed, and names both', async () => {
  const { client, outcomes, apply } = applying();
  client.once(createPartitions, results({ a: 'policyViolation' }));
  client.once(incrementalAlterConfigs, new LostConnectionError('not sent', false, null));
  await apply({ a: { partitions: 6, settings } });
  expect(outcomes).toMatchObject([
    { status: 'failed', reason: expect.stringMatching(/partitions: POLICY_VIOLATION/) },
  ]);
  expect(outcomes[0]?.reason).toMatch(/settings: not sent/);
  expect(outcomes[0]).not.toHaveProperty('access');
});

test.each<[string, Error | ReturnType<typeof results>, object]>([
  ['lost', new LostConnectionError('gone', true, null), { status: 'unknown', reason: 'gone' }],
  ['not sent', new LostConnectionError('gone', false, null), { status: 'failed', reason: 'gone' }],
  ['without the login', new AccessError('no'), { status: 'failed', reason: 'no', access: true }],
  [
    'without the right',
    results({ a: 'topicAuthorizationFailed' }),
    { status: 'failed', reason: 'TOPIC_AUTHORIZATION_FAILED', access: true },
  ],
  [
    'there already',
    results({ a: 'topicAlreadyExists' }),
    { status: 'unknown', reason: 'TOPIC_ALREADY_EXISTS' },
  ],
])('a creation that was %s', async (_, answer, outcome) => {
  const { client, outcomes, apply } = applying();
  client.once(createTopics, answer);
  await apply({ a: { create } });
  expect(outcomes).toEqual([{ kind: 'topic', name: 'a', ...outcome }]);
});

test('a deletion of what is gone already is done', async () => {
  const { client, outcomes, apply } = applying();
  client.once(deleteTopics, results({ a: 'unknownTopicOrPartition' }));
  await apply({ a: { delete: true } });
  expect(outcomes).toMatchObject([{ name: 'a', status: 'done' }]);
});

test('nothing is sent and nothing reported once it was aborted', async () => {
  const { client, outcomes, aborter, apply } = applying();
  aborter.abort();
  await apply({ new: { create }, old: { delete: true } });
  expect([client.asked, outcomes]).toEqual([[], []]);
});

test('more partitions than a broker takes at once go in several requests', async () => {
  const { client, apply } = applying();
  client.always(createPartitions, ({ topics }) =>
    results(Object.fromEntries(topics.map(({ name }) => [name, 'ok'] as const))),
  );
  await apply({ a: { partitions: 8_000 }, b: { partitions: 1_000 }, c: { partitions: 1 } });
  const names = client.requests(createPartitions).map(({ topics }) => topics.map(({ name }) => name));
  expect(names).toEqual([['a', 'b'], ['c']]);
});
