import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Auth } from '../../../src/lib/kafka/auth.js';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { directRoute, type Route } from '../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../src/lib/kafka/session.js';
import type { AwsLab } from '../../lab/aws/aws-lab.js';
import { users } from '../../lab/kafka/listeners.js';
import { type StartedMsk, startMsk } from '../../lab/kafka/msk.js';
import { opsArn } from '../../lab/kafka/msk-iam-keys.js';
import { failureOf, type OpenedAws, openLab, ownName } from '../aws/opened-aws.js';

const sessionMs = 2_000;
let msk: StartedMsk;

beforeAll(async () => {
  msk = await startMsk({ brokers: 3, sessionMs });
}, 120_000);
afterAll(() => msk?.stop());

const keyOf = ({ env }: AwsLab) => ({
  accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? '',
  secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? '',
});

async function letIn(arn?: string): Promise<OpenedAws> {
  const opened = openLab({ region: msk.region });
  await msk.letIn({ ...keyOf(opened.lab), ...(arn === undefined ? {} : { arn }) });
  return opened;
}

async function open(listener: 'iam' | 'scram', auth: (tls: { ca: string }) => Auth) {
  const ca = await readFile(msk.pki.ca, 'utf8');
  const events: string[] = [];
  let connections = 0;
  const route: Route = {
    label: undefined,
    open: (address, onConnect) => {
      connections++;
      return directRoute.open(address, onConnect);
    },
  };
  const [first = ''] = msk.listeners[listener].split(',');
  const [host = '', port] = first.split(':');
  const session = new KafkaSession({
    bootstrap: [{ host, port: Number(port) }],
    auth: auth({ ca }),
    route,
    trace: (event) => events.push(event),
  });
  onTestFinished(() => session.close());
  const renewals = () => events.filter((event) => event.includes('log in again')).length;
  return { session, connections: () => connections, renewals, events };
}

/** Reads and changes for so long, some at once, some after a pause, none of which may fail. */
async function workFor(session: KafkaSession, ms: number): Promise<number> {
  const base = ownName('kept');
  const until = Date.now() + ms;
  let changes = 0;
  while (Date.now() < until) {
    const topic = { name: `${base}-${changes++}`, partitions: 1, replicationFactor: 1, configs: {} };
    const create = session.send(createTopics, { topics: [topic], timeoutMs: 5_000, validateOnly: true });
    const reads = Array.from({ length: 5 }, () => session.metadata([]));
    const [{ results }] = await Promise.all([create, ...reads]);
    expect(results.map(({ error }) => error)).toEqual([undefined]);
    await delay(30);
  }
  return changes;
}

test('one token is made for three brokers', async () => {
  const { aws, lab } = await letIn();
  let asked = 0;
  const token = () => {
    asked++;
    return aws.mskToken(msk.region);
  };
  const { session, connections } = await open('iam', (tls) => ({ mechanism: 'iam', tls, token }));
  const { brokers } = await session.metadata([]);
  await Promise.all(brokers.map(({ id }) => session.send(listGroups, {}, { broker: id })));
  expect(connections()).toBe(3);
  expect(asked).toBe(3);
  const logins = await msk.iamLogins(keyOf(lab).accessKeyId);
  expect(logins).toHaveLength(3);
  expect(new Set(logins.map((login) => login.token)).size).toBe(1);
});

test('an IAM session is renewed on its connection, while requests are under way', async () => {
  const { aws, lab } = await letIn();
  const token = () => aws.mskToken(msk.region);
  const { session, connections, renewals } = await open('iam', (tls) => ({ mechanism: 'iam', tls, token }));
  expect(await workFor(session, 3 * sessionMs)).toBeGreaterThan(10);
  expect(renewals()).toBeGreaterThanOrEqual(2);
  expect(connections()).toBe(1);
  expect(await msk.iamLogins(keyOf(lab).accessKeyId)).toHaveLength(renewals() + 1);
});

test('a session that ended while nobody asked anything is renewed, too', async () => {
  const { aws } = await letIn();
  const token = () => aws.mskToken(msk.region);
  const { session, connections, renewals } = await open('iam', (tls) => ({ mechanism: 'iam', tls, token }));
  await session.metadata([]);
  await delay(sessionMs + 500);
  await workFor(session, 1);
  expect(renewals()).toBe(1);
  expect(connections()).toBe(1);
});

test('so is one of SCRAM', async () => {
  const { session, connections, renewals } = await open('scram', (tls) => ({
    mechanism: 'scram',
    algorithm: 'scram-sha-512',
    username: 'ops',
    password: { reveal: () => users.ops },
    tls,
  }));
  await workFor(session, 3 * sessionMs);
  expect(renewals()).toBeGreaterThanOrEqual(2);
  expect(connections()).toBe(1);
});

test('a broker that takes no other principal on a connection gets a new connection', async () => {
  const first = await letIn();
  const other = `arn:aws:sts::123456789012:assumed-role/ops/${ownName('somebody')}`;
  await Promise.all([
    msk.allow({ principal: other, operations: ['CREATE', 'DESCRIBE'], on: 'cluster' }),
    msk.allow({ principal: other, operations: ['DESCRIBE'], on: { topic: '*' } }),
  ]);
  const second = await letIn(other);
  expect(other).not.toBe(opsArn);
  let logins = 0;
  const token = () => (logins++ === 0 ? first : second).aws.mskToken(msk.region);
  const { session, connections, renewals } = await open('iam', (tls) => ({ mechanism: 'iam', tls, token }));
  await workFor(session, 2 * sessionMs);
  expect(renewals()).toBeGreaterThanOrEqual(1);
  expect(connections()).toBe(2);
});

test('without a token there is no new session, and the reason is said', async () => {
  const { aws } = await letIn();
  let logins = 0;
  const token = async () => {
    if (logins++ === 0) return aws.mskToken(msk.region);
    throw new Error('the credentials have expired');
  };
  const { session } = await open('iam', (tls) => ({ mechanism: 'iam', tls, token }));
  await session.metadata([]);
  await delay(sessionMs);
  expect(String(await failureOf(session.metadata([])))).toContain('the credentials have expired');
});
