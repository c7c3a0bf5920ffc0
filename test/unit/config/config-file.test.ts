import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfigFile } from '../../../src/lib/config/config-file.js';
import { lines, messageOf } from './failure.js';
import { folderWith } from './folder.js';

async function read(text: string) {
  const folder = await folderWith({ 'exops.yaml': text });
  return readConfigFile(join(folder, 'exops.yaml'), { cwd: folder, home: '/nonexistent-home' });
}
/** The messages alone, without place and frame. */
const said = async (text: string) =>
  (await messageOf(() => read(text))).match(/(?<=^exops.yaml:\d+:\d+ ).*/gm);
const environment = (text: string) => `version: 1\nenvironments:\n  dev: ${text}\n`;
const cluster = (text: string) => environment(`{ cluster: { ${text} } }`);
const auth = (text: string) => cluster(`brokers: "a:1", auth: { ${text} }`);
const password = `password: "\${env:PW}"`;

describe('a valid file', () => {
  test.each([
    environment('{}'),
    environment('{ protected: true, topics: [a.yaml, b.yaml] }'),
    environment('{ topics: a.yaml }'),
    cluster('brokers: kafka:9092'),
    cluster('kind: msk, brokers: ["a:1,b:2", "[::1]:3"], clusterId: x'),
    cluster(`brokers: ["\${env:A}:9092", "\${env:ALL}"]`),
    auth('mechanism: none'),
    auth('mechanism: iam'),
    auth('mechanism: iam, ca: a, serverName: d'),
    auth('mechanism: tls'),
    auth('mechanism: tls, ca: a, certificate: b, key: c, serverName: d'),
    auth(`mechanism: scram, username: u, ${password}, algorithm: sha-256, tls: false`),
    auth(`mechanism: plain, username: u, ${password}, ca: a, tls: true`),
    `defaultEnvironment: dev\n${environment('{}')}`,
  ])('%s', async (text) => {
    await expect(read(text)).resolves.toMatchObject({ config: { version: 1 } });
  });
});

describe('a key', () => {
  test('of another block is unknown', async () => {
    expect(await said(environment('{ via: x }'))).toEqual(['unknown key "via"']);
    expect(await said(auth('mechanism: none, via: x'))).toEqual(['unknown key "via"']);
    expect(await said(`aws: x\n${environment('{}')}`)).toEqual(['unknown key "aws"']);
  });
});

describe('mistakes', () => {
  const nowhere = 'cluster: expected brokers, or the name or arn of an MSK cluster';
  const byReference = `password: a secret is given by reference only, as in "\${env:KAFKA_PASSWORD}"`;

  test.each([
    ['version: 2\nenvironments: { a: {} }', ['version: expected 1, got 2']],
    ['version: 1', ['"environments" is missing']],
    ['version: 1\nenvironments: {}', ['environments: expected at least one environment']],
    ['version: 1\nenvironments: [{}]', ['environments: expected keys with values, got a list']],
    [
      'version: 1\nenvironments: { my env: {} }',
      ['my env: a name has letters, digits, dots, dashes and underscores only'],
    ],
    [
      `defaultEnvironment: devs\n${environment('{}')}`,
      ['defaultEnvironment: there is no environment "devs" (did you mean "dev"?)'],
    ],
    [environment('{ protected: yes }'), ['protected: expected true or false, got "yes"']],
    [environment('{ protectd: true }'), ['unknown key "protectd" (did you mean "protected"?)']],
    [environment('{ topics: 1 }'), ['topics: expected a path or a list of paths']],
    [environment('{ topics: [1] }'), ['item: expected text, got 1']],
    [
      cluster('kind: kafk, brokers: "a:1"'),
      ['kind: expected kafka, redpanda or msk, got "kafk" (did you mean "kafka"?)'],
    ],
    [cluster('kind: msk'), [nowhere]],
    [cluster('clusterId: x'), [nowhere]],
    [cluster('brokers: []'), ['brokers: expected at least one host:port']],
    [cluster('brokers: ""'), ['brokers: expected text, got nothing']],
    [cluster('brokers: 9092'), ['brokers: expected host:port or a list of them']],
    [cluster('brokers: [kafka]'), ['item: "kafka" has no port: write host:port, as in kafka:9092']],
    [cluster('brokers: "a:1,b"'), ['brokers: "b" has no port: write host:port, as in kafka:9092']],
    [auth('username: x'), ['"mechanism" is missing']],
    [auth('mechanism: sasl'), ['mechanism: expected none, tls, scram, plain or iam, got "sasl"']],
    [
      auth('mechanism: scram'),
      ['auth: mechanism scram needs a username', 'auth: mechanism scram needs a password'],
    ],
    [auth(`mechanism: plain, ${password}`), ['auth: mechanism plain needs a username']],
    [auth('mechanism: none, ca: x'), ['ca: goes with mechanism tls, scram, plain or iam, not with none']],
    [auth(`mechanism: none, ${password}`), ['password: goes with mechanism scram or plain, not with none']],
    [auth('mechanism: tls, tls: true'), ['tls: goes with mechanism scram or plain, not with tls']],
    [auth('mechanism: tls, key: x'), ['auth: a key needs its certificate']],
    [auth('mechanism: tls, certificate: x'), ['auth: a certificate needs its key']],
    [
      auth(`mechanism: plain, username: u, ${password}, algorithm: sha-256`),
      ['algorithm: goes with mechanism scram, not with plain'],
    ],
    [
      auth(`mechanism: scram, username: u, ${password}, algorithm: sha512`),
      ['algorithm: expected sha-256 or sha-512, got "sha512" (did you mean "sha-512"?)'],
    ],
    [
      auth(`mechanism: plain, username: u, ${password}, tls: false, ca: x`),
      ['ca: goes with TLS, which tls: false turns off'],
    ],
    [auth('mechanism: plain, username: u, password: hunter2'), [byReference]],
    [auth('mechanism: plain, username: u, password: 12345678'), [byReference]],
    [auth(`mechanism: plain, username: u, password: "x\${env:PW}"`), [byReference]],
    [
      auth(`mechanism: plain, username: "\${HOME}", ${password}`),
      [expect.stringMatching(/^username: a reference is/)],
    ],
  ])('%s', async (text, messages) => {
    expect(await said(text)).toEqual(messages);
  });

  test('are all named at once, each at its place, and a password is masked in its line', async () => {
    const text = lines`
      version: 1
      defaultEnvironment: dev
      environments:
        dev:
          schedule: []
          cluster:
            brokers: [kafka:9092, kafka]
            auth:
              mechanism: scram
              username: me
              pasword: hunter2
        prod:
          cluster:
            brokers: b:9092
            auth: { mechanism: none, password: hunter2, username: me }
    `;
    expect(await messageOf(() => read(text))).toBe(lines`
      exops.yaml:5:5 unknown key "schedule"
         5 |     schedule: []
           |     ^^^^^^^^
      exops.yaml:7:29 item: "kafka" has no port: write host:port, as in kafka:9092
         7 |       brokers: [kafka:9092, kafka]
           |                             ^^^^^
      exops.yaml:11:9 unknown key "pasword" (did you mean "password"?)
        11 |         pasword: ••••
           |         ^^^^^^^
      exops.yaml:15:42 password: a secret is given by reference only, as in "\${env:KAFKA_PASSWORD}"
        15 |       auth: { mechanism: none, password: ••••, username: me }
           |                                          ^^^^
      exops.yaml:15:42 password: goes with mechanism scram or plain, not with none
        15 |       auth: { mechanism: none, password: ••••, username: me }
           |                                          ^^^^
      exops.yaml:15:58 username: goes with mechanism scram or plain, not with none
        15 |       auth: { mechanism: none, password: ••••, username: me }
           |                                                          ^^
    `);
  });

  test('a file that is missing or no text', async () => {
    const folder = await folderWith({ bin: new Uint8Array([0]) });
    const places = { cwd: folder, home: '/nonexistent-home' };
    expect(await messageOf(() => readConfigFile(join(folder, 'x.yaml'), places))).toBe(
      'No such file: x.yaml',
    );
    expect(await messageOf(() => readConfigFile(join(folder, 'bin'), places))).toBe("bin isn't a text file.");
  });
});
