import { test } from 'vitest';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';
import { mskToken } from '../../lab/kafka/msk-token.js';
import { randomKey, signedToken, withIam } from './msk-iam.js';

const region = 'ap-northeast-2';
const in10Minutes = Date.now() + 10 * 60_000;
const ago16Minutes = Date.now() - 16 * 60_000;

test.concurrent('the IAM listener lets in whose key it knows, as its ARN', async ({ expect }) => {
  const msk = await sharedMsk();
  const arn = 'arn:aws:iam::123456789012:role/lab-reader';
  const [ops, reader] = [randomKey(), randomKey({ arn, sessionToken: 'lab/session+token==' })];
  await Promise.all([msk.letIn(ops), msk.letIn(reader)]);
  const [opsToken, readerToken] = await Promise.all([signedToken(ops, region), signedToken(reader, region)]);
  const topic = 'lab.msk-iam';
  const create = { topics: [{ topic, numPartitions: 1 }] };

  await withIam(msk, opsToken, (admin) => admin.createTopics(create));
  expect(await withIam(msk, readerToken, (admin) => admin.listTopics())).not.toContain(topic);
  await msk.allow({ principal: arn, operations: ['DESCRIBE'], on: { topic: 'lab.msk-*' } });
  expect(await withIam(msk, readerToken, (admin) => admin.listTopics())).toEqual([topic]);
  await withIam(msk, opsToken, (admin) => admin.deleteTopics({ topics: [topic] }));

  const logins = await msk.iamLogins(ops.accessKeyId);
  expect(logins.map(({ refused }) => refused)).not.toContainEqual(expect.anything());
  expect(new Set(logins.map(({ token }) => token)).size).toBe(1);
});

test.concurrent.for([
  ['another secret', { secretAccessKey: 'other' }, {}, /^wrong signature$/],
  ['another session', { sessionToken: 'other' }, {}, /^wrong session token$/],
  ['another region', {}, { region: 'eu-west-1' }, /^wrong region: eu-west-1$/],
  ['another host', {}, { host: 'kafka.example.org' }, /^wrong host: kafka.example.org$/],
  [
    'another action',
    {},
    { action: 'kafka-cluster:CreateTopic' },
    /^wrong action: kafka-cluster:CreateTopic$/,
  ],
  ['a long life', {}, { lifetimeSeconds: 901 }, /^valid for too long$/],
  ['a clock that is 10 minutes ahead', {}, { signedAt: in10Minutes }, /^signed in the future, at 20/],
  ['a clock that is 16 minutes behind', {}, { signedAt: ago16Minutes }, /^expired at 20/],
] as const)('the IAM listener refuses %s as MSK does', async ([, other, wrong, reason], { expect }) => {
  const msk = await sharedMsk();
  const key = randomKey();
  await msk.letIn(key);

  const token = mskToken({ ...key, ...other }, { region, ...wrong });
  const refused = await withIam(msk, token, async () => '').catch((error: Error) => error.message);

  const [login, ...more] = await msk.iamLogins(key.accessKeyId);
  expect(more).toEqual([]);
  expect(login?.refused).toMatch(reason);
  expect(refused).toBe(`SASL OAUTHBEARER authentication failed: [${login?.id}]: Access denied`);
});

test.concurrent('the IAM listener refuses a key it does not know, and what is no token', async ({
  expect,
}) => {
  const msk = await sharedMsk();
  const key = randomKey();
  for (const token of [mskToken(key, { region }), 'nonsense']) {
    await expect(withIam(msk, token, async () => '')).rejects.toThrow(']: Access denied');
  }
  expect(await msk.iamLogins(key.accessKeyId)).toMatchObject([{ refused: 'unknown access key' }]);
  expect(await msk.iamLogins('')).toContainEqual(expect.objectContaining({ refused: 'malformed token' }));
});
