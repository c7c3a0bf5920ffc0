import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type SecureBroker, startBroker } from '../../lab/kafka/broker.js';
import { users } from '../../lab/kafka/listeners.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic } from '../../lab/kafka/topic-descriptions.js';
import { folderWith, run } from '../../run.js';

let broker: SecureBroker;

beforeAll(async () => {
  broker = await startBroker({ secure: true, authorizer: true });
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'seen']);
});
afterAll(() => broker?.stop());

const list = (listener: keyof SecureBroker['listeners'], flags: string, env = {}) =>
  run(`topics list --brokers ${broker.listeners[listener]} ${flags}`, { env });

const withPassword = (password: string) => ({ EXOPS_PASSWORD: password });

describe('who logs in as they should sees the topics', () => {
  test('with a password by SCRAM, over TLS and without', async () => {
    const flags = `--auth scram --username ops --ca ${broker.pki.ca}`;
    const secure = await list('scram', flags, withPassword(users.ops));
    expect(secure).toMatchObject({ code: 0, stdout: 'seen\t1\t1\tok\n' });
    const folder = await folderWith({
      'exops.yaml': `version: 1
environments:
  lab:
    cluster:
      brokers: ["${broker.listeners.scramPlaintext}"]
      auth: { mechanism: scram, algorithm: sha-256, username: ops, password: "\${env:LAB_PASSWORD}", tls: false }
`,
    });
    const plain = await run('topics list', { cwd: folder, env: { LAB_PASSWORD: users.ops } });
    expect(plain).toMatchObject({ code: 0, stdout: 'seen\t1\t1\tok\n' });
  });

  test('with a password by PLAIN over TLS', async () => {
    const flags = `--auth plain --username ops --ca ${broker.pki.ca}`;
    expect(await list('plain', flags, withPassword(users.ops))).toMatchObject({ code: 0 });
  });

  test('by TLS alone, where everyone may read', async () => {
    expect(await list('tls', `--auth tls --ca ${broker.pki.ca}`)).toMatchObject({
      code: 0,
      stdout: 'seen\t1\t1\tok\n',
    });
  });

  test('with a client certificate, whose holder may see nothing yet', async () => {
    const { ca, client } = broker.pki;
    const result = await list('mtls', `--auth tls --ca ${ca} --cert ${client.cert} --key ${client.key}`);
    expect(result).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('who does not is told what is wrong, and no secret is shown', () => {
  test('a wrong password', async () => {
    const flags = `--auth scram --username ops --ca ${broker.pki.ca}`;
    const result = await list('scram', flags, withPassword('wrong-pw'));
    expect(result.code).toBe(4);
    expect(result.stderr).toContain(`${broker.listeners.scram} refused the login as ops: `);
    expect(result.stderr).toContain('invalid credentials');
    expect(result.stderr).not.toContain('wrong-pw');
  });

  test('another mechanism than the port takes', async () => {
    const flags = `--auth plain --username ops --ca ${broker.pki.ca}`;
    const result = await list('scram', flags, withPassword(users.ops));
    expect(result.stderr).toContain(`${broker.listeners.scram} doesn't accept PLAIN.`);
    expect(result.code).toBe(4);
  });

  test('an authority that is not known', async () => {
    const result = await list('tls', '--auth tls');
    expect(result.stderr).toContain("its certificate isn't signed by an authority known here");
    expect(result.stderr).toContain('--ca FILE');
    expect(result.code).toBe(1);
  });

  test('a certificate for another name', async () => {
    const result = await list('wrongName', `--auth tls --ca ${broker.pki.ca}`);
    expect(result.stderr).toContain('its certificate is for another name');
    expect(result.code).toBe(1);
  });

  test('a missing client certificate', async () => {
    const result = await list('mtls', `--auth tls --ca ${broker.pki.ca}`);
    expect(result.stderr).toContain(
      `${broker.listeners.mtls} wants a client certificate, and none was given.`,
    );
    expect(result.code).toBe(4);
  });

  test('a client certificate of a stranger', async () => {
    const { ca, stranger } = broker.pki;
    const result = await list('mtls', `--auth tls --ca ${ca} --cert ${stranger.cert} --key ${stranger.key}`);
    expect(result.stderr).toContain(`${broker.listeners.mtls} refused our certificate`);
    expect(result.code).toBe(4);
  });

  test('no TLS where it is spoken, and TLS where it is not', async () => {
    const plaintext = await list('tls', '');
    expect(plaintext.stderr).toContain(`Can't speak Kafka with ${broker.listeners.tls}`);
    expect(plaintext.stderr).toContain('The port speaks TLS');
    expect(plaintext.code).toBe(1);
    const tls = await list('plaintext', `--auth tls --ca ${broker.pki.ca}`);
    expect(tls.stderr).toContain('The port speaks Kafka without TLS');
    expect(tls.code).toBe(1);
  });

  test('a password where none is wanted', async () => {
    const flags = `--auth scram --username ops --ca ${broker.pki.ca}`;
    const result = await list('tls', flags, withPassword(users.ops));
    expect(result.stderr).toContain('wants no password');
    expect(result.code).toBe(4);
  });

  test('no login where one is wanted', async () => {
    const result = await list('scram', `--auth tls --ca ${broker.pki.ca}`);
    expect(result.stderr).toContain(`Can't speak Kafka with ${broker.listeners.scram}`);
    expect(result.code).toBe(1);
  });
});

test('topics without the right for them are refused by name, and the others go through', async () => {
  const { pki, bootstrap, listeners } = broker;
  const acl = (operations: string[], topic: string[]) =>
    kafkaTool(bootstrap, 'acls', [
      ...['--add', '--allow-principal', 'User:weak', ...topic],
      ...operations.flatMap((operation) => ['--operation', operation]),
    ]);
  await kafkaTool(bootstrap, 'topics', ['--create', '--topic', 'mine.old']);
  await acl(['All'], ['--topic', 'mine.', '--resource-pattern-type', 'prefixed']);
  const folder = await folderWith({
    'topics.yaml': `version: 1
topics:
  mine.old: { partitions: 2 }
  mine.new: { configs: { retention.ms: 1d } }
  theirs: { partitions: 2 }
  seen: { partitions: 2 }
`,
  });
  const flags = `--brokers ${listeners.scram} --auth scram --username weak --ca ${pki.ca} --yes`;
  const result = await run(`topics sync ${folder}/topics.yaml ${flags}`, { env: withPassword(users.weak) });
  expect(result.stdout).toContain('no right to read it: ');
  expect(result.stdout).toContain('TOPIC_AUTHORIZATION_FAILED');
  expect(result.stderr).toContain('1 created, 1 changed');
  expect(result.code).toBe(5);
  expect(await describeTopic(bootstrap, 'mine.new')).toBeDefined();
  expect((await describeTopic(bootstrap, 'mine.old'))?.partitions).toBe(2);
  expect((await describeTopic(bootstrap, 'seen'))?.partitions).toBe(1);

  const alone = await folderWith({ 'topics.yaml': 'version: 1\ntopics: { seen: { partitions: 2 } }\n' });
  const denied = await run(`topics sync ${alone}/topics.yaml ${flags}`, { env: withPassword(users.weak) });
  expect(denied.code).toBe(4);
});

test('a password is never in what is printed, whatever is asked for', async () => {
  const flags = `--brokers ${broker.listeners.scram} --auth scram --username ops --ca ${broker.pki.ca} -v`;
  const env = { ...withPassword(users.ops), EXOPS_DEBUG: '1' };
  for (const command of ['topics list', 'topics describe -o json', 'topics export', 'config view']) {
    const { stdout, stderr } = await run(`${command} ${flags}`, { env });
    expect(stdout + stderr).not.toContain(users.ops);
  }
  const key = await readFile(broker.pki.client.key, 'utf8');
  const { stdout, stderr } = await run(
    `config view --brokers b:1 --auth tls --cert ${broker.pki.client.cert} --key ${broker.pki.client.key}`,
  );
  expect(stdout + stderr).not.toContain(key.split('\n')[1]);
});
