import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SecureBroker, startBroker } from '../../lab/kafka/broker.js';
import { users } from '../../lab/kafka/listeners.js';
import { grantAcl } from '../../lab/kafka/msk-rights.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';

let broker: SecureBroker;

beforeAll(async () => {
  broker = await startBroker({ secure: true, authorizer: true });
  for (const name of ['hidden', 'seen', 'written'])
    await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', name]);
  await grantAcl(broker.bootstrap, {
    ...{ principal: 'weak', on: { topic: 'seen' } },
    operations: ['DESCRIBE'],
  });
});
afterAll(() => broker?.stop());

const weak = (topic: string, options = {}) =>
  run(
    `messages produce ${topic} --brokers ${broker.listeners.scram} --auth scram --username weak --ca ${broker.pki.ca}`,
    { env: { EXOPS_PASSWORD: users.weak }, input: 'a\nb\n', ...options },
  );

test('the right that is missing is named', async () => {
  const seen = await weak('seen');
  expect(seen.code).toBe(4);
  expect(seen.stderr).toContain(
    '\nNo right to write to seen (CLUSTER_AUTHORIZATION_FAILED). It takes WRITE on topic seen, and before Kafka 3.0 IDEMPOTENT_WRITE on the cluster.\n',
  );
  const hidden = await weak('hidden');
  expect(hidden.code).toBe(4);
  expect(hidden.stderr).toContain(
    '\nNo right to write to hidden (TOPIC_AUTHORIZATION_FAILED). It takes DESCRIBE on topic hidden.\n',
  );
  await grantAcl(broker.bootstrap, {
    ...{ principal: 'weak', on: { topic: 'other' } },
    operations: ['WRITE'],
  });
  const other = await weak('seen');
  expect(other.code).toBe(4);
  expect(other.stderr).toContain(
    '\nNo right to write to seen (TOPIC_AUTHORIZATION_FAILED). It takes WRITE on topic seen. No message was acknowledged.\n',
  );
});

test('without the right to read its settings, sizes are found by what the broker refuses', async () => {
  await grantAcl(broker.bootstrap, {
    ...{ principal: 'weak', on: { topic: 'written' } },
    operations: ['DESCRIBE', 'WRITE'],
  });
  const settings = ['--alter', '--entity-type', 'topics', '--entity-name', 'written'];
  await kafkaTool(broker.bootstrap, 'configs', [...settings, '--add-config', 'max.message.bytes=2000']);
  const lines = Array.from({ length: 1_000 }, (_, index) => `${index} ${'x'.repeat(100)}`);
  const sent = await weak('written', { input: lines.join('\n') });
  expect(sent.stderr).toContain('✓ 1,000 messages acknowledged');
  const { stdout } = await run(`messages peek written --from start --brokers ${broker.bootstrap}`);
  const there = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).value);
  expect(there).toEqual(lines);
  const tooLarge = await weak('written', { input: `a\n${'x'.repeat(2_000)}\n` });
  expect(tooLarge.code).toBe(5);
  expect(tooLarge.stderr).toContain(
    '\nLine 2 is too large for written: it takes 2,070 bytes, more than its max.message.bytes. 1 message was acknowledged.\n',
  );
});

test('without that right, what only a broker knows is said of the line that it refuses', async () => {
  const topic = 'compacted';
  const config = ['--config', 'cleanup.policy=compact'];
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', topic, ...config]);
  await grantAcl(broker.bootstrap, { principal: 'weak', on: { topic }, operations: ['DESCRIBE', 'WRITE'] });
  const sent = await weak(`${topic} --json`, { input: '{"key":"k","value":"a"}\n{"value":"b"}\n' });
  expect(sent.code).toBe(1);
  expect(sent.stderr).toMatch(
    /\nLine 2 was refused by compacted: .+without key.+\(INVALID_RECORD\)\. No message was acknowledged\.\n/,
  );
});
