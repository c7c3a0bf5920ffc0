import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SecureBroker, startBroker } from '../../lab/kafka/broker.js';
import { users } from '../../lab/kafka/listeners.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';
import { fillPartition } from './fill-partition.js';

let broker: SecureBroker;

beforeAll(async () => {
  broker = await startBroker({ secure: true, authorizer: true });
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'read']);
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'hidden']);
  await fillPartition(broker.bootstrap, { topic: 'read', timestamps: [1, 2] });
  await kafkaTool(broker.bootstrap, 'acls', [
    ...['--add', '--allow-principal', 'User:weak', '--topic', 'read'],
    ...['--operation', 'Describe', '--operation', 'DescribeConfigs'],
  ]);
});
afterAll(() => broker?.stop());

/** As a user who may see one topic, and change none. */
const topics = (line: string) =>
  run(
    `topics ${line} --brokers ${broker.listeners.scram} --auth scram --username weak --ca ${broker.pki.ca}`,
    { env: { EXOPS_PASSWORD: users.weak } },
  );

test.each([
  ['create new --yes', 'new'],
  ['alter read --partitions 3 --yes', 'read'],
  ['alter read --set max.message.bytes=2MiB --yes', 'read'],
  ['delete read --confirm read', 'read'],
])('topics %s: the right that is missing is named, and the exit code is 4', async (line, name) => {
  const result = await topics(line);
  expect(result.screen).toMatch(new RegExp(`${name}[\\s\\S]*(TOPIC|CLUSTER)_AUTHORIZATION_FAILED`));
  expect(result.code).toBe(4);
});

test('topics trim without the right to delete: what can not be read is said, and the exit code is 4', async () => {
  const result = await topics('trim read --all --confirm read');
  expect(result.stdout).toContain('caution: deletes all 2 records, of unknown size');
  expect(result.stderr).toContain('✗ read: partition 0: TOPIC_AUTHORIZATION_FAILED');
  expect(result.code).toBe(4);
});

test('a topic that may not be seen is a missing right to trim and to alter, and none to a deletion', async () => {
  const trimmed = await topics('trim hidden --all');
  expect(trimmed.stdout).toContain('no right to it: TOPIC_AUTHORIZATION_FAILED');
  expect(trimmed.code).toBe(4);
  const altered = await topics('alter hidden --partitions 3');
  expect(altered.stdout).toContain('no right to read it');
  expect(altered.code).toBe(4);
  expect((await topics('delete hidden')).stdout).toContain('no such topic, or no right to see it');
});
