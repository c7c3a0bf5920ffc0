import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SecureBroker, startBroker } from '../../lab/kafka/broker.js';
import { users } from '../../lab/kafka/listeners.js';
import { grantAcl } from '../../lab/kafka/msk-rights.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';

let broker: SecureBroker;

beforeAll(async () => {
  broker = await startBroker({ secure: true, authorizer: true });
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'canary', '--partitions', '2']);
  await grantAcl(broker.bootstrap, {
    ...{ principal: 'weak', on: { topic: 'canary' } },
    operations: ['DESCRIBE', 'WRITE', 'READ'],
  });
});
afterAll(() => broker?.stop());

const weak = (line: string, options = {}) =>
  run(
    `cluster check ${line} --brokers ${broker.listeners.scram} --auth scram --username weak --ca ${broker.pki.ca}`,
    { env: { EXOPS_PASSWORD: users.weak }, ...options },
  );

test('who may make no topic is told which right that takes, and what works without', async () => {
  const { code, stdout, stderr } = await weak('');
  expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
  const name = /exops-check-\d{8}T\d{6}Z-[0-9a-f]{12}/.exec(stderr)?.[0];
  expect(stderr.split('\n').slice(-3)).toEqual([
    `No right to make the temporary topic ${name} (TOPIC_AUTHORIZATION_FAILED). It takes CREATE on topic ${name}.`,
    '  Without that right, write to a topic that is there: exops cluster check --topic NAME',
    '',
  ]);
});

test('who may join no group is told so, and the rest is checked', async () => {
  const { code, stdout, stderr } = await weak('--topic canary --records 2 -o json');
  expect(stderr).toContain(
    "The cleanup.policy of canary can't be read. If it is compacted, records of the check stay in it for ever.\n",
  );
  const { check, ...json } = JSON.parse(stdout);
  expect(json).toMatchObject({
    failed: ['same group', 'other group'],
    brokers: [{ id: 1, state: 'ok', trips: 2 }],
    sameGroup: {
      state: 'failed',
      why: `No right to see ${check}-split (GROUP_AUTHORIZATION_FAILED). It takes DESCRIBE on group ${check}-split.`,
    },
    throughput: { state: 'ok', written: { records: 200 }, read: null },
  });
  expect(code).toBe(3);
});
