import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { expect, onTestFinished, test } from 'vitest';
import { type MskOptions, type StartedMsk, startMsk } from '../../lab/kafka/msk.js';
import { certificateVerdict } from './certificate-verdict.js';
import { randomKey, signedToken, withIam } from './msk-iam.js';

async function started(options: MskOptions): Promise<StartedMsk> {
  const msk = await startMsk(options);
  onTestFinished(msk.stop);
  return msk;
}

const names = 'b-1.lab.abcde2.c3.kafka.eu-west-1.amazonaws.com';

test('an MSK of another region, with names, sessions and addresses of its own', async () => {
  const msk = await started({
    region: 'eu-west-1',
    certificate: { names: [names, '127.0.0.1'] },
    advertised: { plaintext: ['127.0.0.1:1'] },
    sessionMs: 20_000,
  });
  const key = randomKey();
  await msk.letIn(key);

  const signed = async (): Promise<string> => signedToken(key, 'eu-west-1');
  // Brokers take no second login within a second.
  const againAfter = { sessionMs: 20_000, loginMs: 1_200 };
  const logins = await withIam(
    msk,
    signed,
    async (admin) => {
      await admin.listTopics();
      const before = (await msk.iamLogins(key.accessKeyId)).length;
      await sleep(againAfter.loginMs);
      await admin.listTopics();
      return (await msk.iamLogins(key.accessKeyId)).slice(before);
    },
    againAfter,
  );
  expect(logins).not.toEqual([]);
  expect(logins.filter(({ refused }) => refused !== undefined)).toEqual([]);

  expect(await certificateVerdict(msk.listeners.iam, msk.pki.ca, names)).toBe('authorized');
  const other = await certificateVerdict(msk.listeners.tls, msk.pki.ca, 'localhost');
  expect(other).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  const brokers = [msk.listeners.plaintext];
  const admin = new Kafka({
    brokers,
    connectionTimeout: 20_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  }).admin();
  onTestFinished(() => admin.disconnect());
  await expect(admin.connect().then(() => admin.listTopics())).rejects.toThrow('ECONNREFUSED 127.0.0.1:1');
});

test('a broker of an MSK may be gone and come back', async () => {
  const msk = await started({ brokers: 2, certificate: { by: 'itself' } });
  const [first, second] = msk.brokers;
  if (first === undefined || second === undefined) throw new Error('There are two.');
  expect(msk.listeners.iam).toBe(`${first.listeners.iam},${second.listeners.iam}`);
  const untrusted = await certificateVerdict(first.listeners.tls, msk.pki.ca, 'localhost');
  expect(untrusted).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');

  const brokers = [first.listeners.plaintext];
  const admin = new Kafka({ brokers, connectionTimeout: 20_000, logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  const ids = async () => (await admin.describeCluster()).brokers.map(({ nodeId }) => nodeId).sort();
  expect(await ids()).toEqual([1, 2]);
  await second.kill();
  await expect.poll(ids, { timeout: 20_000 }).toEqual([1]);
  await second.start();
  await expect.poll(ids, { timeout: 20_000 }).toEqual([1, 2]);
});
