import { generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import { certificate, key } from './certificate.js';
import { type ExopsFolder, exopsFolder, exopsYaml } from './exops-folder.js';
import { messageOf } from './failure.js';

const secret = (value: string) => expect.toSatisfy((it) => it.reveal() === value);
const otherKey = generateKeyPairSync('ed25519')
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();
const pems = { 'ca.pem': certificate, 'certs/own.pem': certificate + key, 'certs/other.key': otherKey };

const withAuth = (auth: string, more: Record<string, string> = {}) =>
  exopsFolder({
    'conf/exops.yaml': exopsYaml({ dev: `{ cluster: { brokers: "a:1", auth: ${auth} } }` }),
    ...more,
  }).then(({ folder, load }) => ({
    folder,
    auth: async (flags: object = {}, env: Record<string, string> = {}) =>
      (await load({ config: 'conf/exops.yaml', ...flags }, env)).cluster?.auth,
  }));
const bare = async (
  flags: Parameters<ExopsFolder['load']>[0],
  env: Record<string, string> = {},
  files: Record<string, string> = {},
) => (await (await exopsFolder(files)).load({ brokers: 'a:1', ...flags }, env)).cluster?.auth;

const scram = `{ mechanism: scram, username: me, password: "\${env:PW}", algorithm: sha-256, tls: false }`;

describe('by flags and variables alone', () => {
  test('each mechanism', async () => {
    const account = { username: 'me', password: secret('p') };
    expect(await bare({})).toEqual({ mechanism: 'none' });
    expect(await bare({ auth: 'tls' })).toEqual({ mechanism: 'tls', tls: {} });
    expect(await bare({ auth: 'scram', username: 'me' }, { EXOPS_PASSWORD: 'p' })).toEqual({
      mechanism: 'scram',
      algorithm: 'scram-sha-512',
      ...account,
      tls: {},
    });
    expect(
      await bare(
        { algorithm: 'sha-256', tls: false },
        { EXOPS_AUTH: 'scram', EXOPS_USERNAME: 'me', EXOPS_PASSWORD: 'p' },
      ),
    ).toEqual({ mechanism: 'scram', algorithm: 'scram-sha-256', ...account, tls: undefined });
    expect(await bare({ auth: 'plain', username: 'me' }, { EXOPS_PASSWORD: 'p' })).toEqual({
      mechanism: 'plain',
      ...account,
      tls: {},
    });
  });

  test.each([
    [{}, { EXOPS_AUTH: 'scarm' }, 'EXOPS_AUTH: expected none, tls, scram, plain or iam, got "scarm"'],
    [{ auth: 'scram' }, {}, '--auth: mechanism scram needs a username: --username or EXOPS_USERNAME'],
    [{ auth: 'plain', username: 'me' }, {}, '--auth: mechanism plain needs a password: EXOPS_PASSWORD'],
    [{ auth: 'tls', certificate: 'x' }, {}, '--cert: a certificate needs its key: --key or EXOPS_KEY'],
    [
      { auth: 'tls' },
      { EXOPS_KEY: 'x' },
      'EXOPS_KEY: a key needs its certificate: --cert or EXOPS_CERTIFICATE',
    ],
    [{ username: 'me' }, {}, '--username: goes with mechanism scram or plain, not with none'],
    [{ ca: 'x' }, {}, '--ca: goes with mechanism tls, scram, plain or iam, not with none'],
    [{ tls: true }, {}, '--tls: goes with mechanism scram or plain, not with none'],
    [{ auth: 'tls', tls: false }, {}, '--no-tls: goes with mechanism scram or plain, not with tls'],
    [{}, { EXOPS_PASSWORD: 'p' }, 'EXOPS_PASSWORD: goes with mechanism scram or plain, not with none'],
    [
      {},
      { EXOPS_AUTH: 'tls', EXOPS_USERNAME: 'u' },
      'EXOPS_USERNAME: goes with mechanism scram or plain, not with tls',
    ],
    [
      { auth: 'scram', username: 'me', algorithm: 'sha-1' },
      { EXOPS_PASSWORD: 'p' },
      '--algorithm: expected sha-256 or sha-512, got "sha-1"',
    ],
    [{ auth: 'iam', username: 'me' }, {}, '--username: goes with mechanism scram or plain, not with iam'],
    [{ auth: 'iam', tls: false }, {}, '--no-tls: goes with mechanism scram or plain, not with iam'],
    [{ auth: 'iam', certificate: 'x' }, {}, '--cert: goes with mechanism tls, scram or plain, not with iam'],
    [
      {},
      { EXOPS_AUTH: 'iam', EXOPS_PASSWORD: 'p' },
      'EXOPS_PASSWORD: goes with mechanism scram or plain, not with iam',
    ],
    [{ auth: '' }, {}, '--auth is empty.'],
    [{ auth: 'scram', username: '' }, {}, '--username is empty.'],
  ])('%j %j', async (flags, env, message) => {
    expect((await messageOf(() => bare(flags, env))).replace(/ \(did.*/, '')).toBe(message);
  });
});

describe('over the file', () => {
  test('the flag beats the variable beats the file', async () => {
    const { auth } = await withAuth(scram);
    const username = async (flags: object, env: object) => await auth(flags, { PW: 'p', ...env });
    expect(await username({}, {})).toMatchObject({ username: 'me' });
    expect(await username({}, { EXOPS_USERNAME: 'v' })).toMatchObject({ username: 'v' });
    expect(await username({ username: 'f' }, { EXOPS_USERNAME: 'v' })).toMatchObject({ username: 'f' });
    expect(await username({ algorithm: 'sha-512', tls: true }, {})).toMatchObject({
      algorithm: 'scram-sha-512',
      tls: {},
    });
    expect(await username({}, { EXOPS_PASSWORD: 'v' })).toMatchObject({ password: secret('v') });
  });

  test('another mechanism does not get the credentials written for the first', async () => {
    const { auth } = await withAuth(scram);
    expect(await auth({ auth: 'none' })).toEqual({ mechanism: 'none' });
    expect(await messageOf(() => auth({ auth: 'plain' }, { PW: 'p' }))).toBe(
      '--auth: mechanism plain needs a username: --username or EXOPS_USERNAME',
    );
    const env = { PW: 'p', EXOPS_AUTH: 'plain', EXOPS_USERNAME: 'u', EXOPS_PASSWORD: 'v' };
    expect(await auth({}, env)).toEqual({
      mechanism: 'plain',
      username: 'u',
      password: secret('v'),
      tls: {},
    });
  });

  test('another mechanism keeps what TLS needs', async () => {
    const { auth } = await withAuth('{ mechanism: tls, ca: ../ca.pem, serverName: kafka }', pems);
    const tls = { ca: certificate, serverName: 'kafka' };
    expect(await auth({ auth: 'plain', username: 'u' }, { EXOPS_PASSWORD: 'p' })).toMatchObject({ tls });
    expect(await auth({ auth: 'plain', username: 'u', tls: false }, { EXOPS_PASSWORD: 'p' })).toMatchObject({
      tls: undefined,
    });
  });

  test('variables left over from another cluster do not matter, flags do', async () => {
    const env = { EXOPS_USERNAME: 'u', EXOPS_PASSWORD: 'p', EXOPS_CA: 'nope.pem' };
    const named = await withAuth('{ mechanism: none }');
    expect(await named.auth({}, env)).toEqual({ mechanism: 'none' });
    const { load } = await exopsFolder({
      'exops.yaml': exopsYaml({ dev: '{ cluster: { brokers: "a:1" } }' }),
    });
    expect((await load({}, env)).cluster?.auth).toEqual({ mechanism: 'none' });
    expect(await messageOf(() => named.auth({}, { ...env, EXOPS_AUTH: 'tls' }))).toBe(
      'EXOPS_USERNAME: goes with mechanism scram or plain, not with tls',
    );
    expect(await messageOf(() => named.auth({ username: 'u' }))).toBe(
      '--username: goes with mechanism scram or plain, not with none',
    );
  });
});

describe('PEM files', () => {
  const ofFile = '{ mechanism: tls, ca: ../ca.pem, certificate: ../certs/own.pem, key: ../certs/own.pem }';

  test('are read, the key as a secret', async () => {
    const { auth } = await withAuth(ofFile, pems);
    expect(await auth()).toEqual({
      mechanism: 'tls',
      tls: { ca: certificate, certificate, key: secret(key) },
    });
  });

  test('of flags and variables are relative to the working directory', async () => {
    const env = { EXOPS_CERTIFICATE: 'certs/own.pem', EXOPS_KEY: './certs/own.pem' };
    expect(await bare({ auth: 'tls', ca: 'ca.pem' }, env, pems)).toEqual({
      mechanism: 'tls',
      tls: { ca: certificate, certificate, key: secret(key) },
    });
  });

  test('that are missing or something else are named, at the setting that names them', async () => {
    const tls = (flags: object) => messageOf(() => bare({ auth: 'tls', ...flags }, {}, pems));
    const own = { certificate: 'certs/own.pem', key: 'certs/own.pem' };
    expect(await tls({ ca: 'nope.pem' })).toBe('--ca: No such file: nope.pem');
    expect(await tls({ ca: 'certs/other.key' })).toBe(
      '--ca: certs/other.key is no PEM file with a certificate',
    );
    expect(await tls({ ...own, key: 'ca.pem' })).toBe('--key: ca.pem is no PEM file with a private key');
    expect(await tls({ ...own, key: 'certs/other.key' })).toBe(
      '--key: this is not the key of the certificate',
    );
  });

  test('of the file lead to their line', async () => {
    const { auth } = await withAuth('{ mechanism: tls, ca: nope.pem }');
    expect(await messageOf(() => auth())).toMatch(
      /^conf\/exops.yaml:3:\d+ ca: No such file: conf\/nope.pem\n/,
    );
  });

  test('under the home folder may be written with a tilde', async () => {
    const { folder, input } = await exopsFolder({ 'home/ca.pem': certificate });
    const flags = { brokers: 'a:1', auth: 'tls', ca: '~/ca.pem' };
    const { cluster } = await loadEnvironment(input({ flags, home: join(folder, 'home') }));
    expect(cluster?.auth).toEqual({ mechanism: 'tls', tls: { ca: certificate } });
  });
});
