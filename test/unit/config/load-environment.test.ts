import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { lines, messageOf } from './failure.js';
import { noAws } from './no-aws.js';

const scram = `{ mechanism: scram, username: me, password: "\${env:PW}" }`;

describe('an environment of the file', () => {
  test('is taken whole', async () => {
    const { load, folder } = await exopsFolder({
      'exops.yaml': lines`
        version: 1
        environments:
          prod:
            protected: true
            cluster:
              kind: redpanda
              brokers: ["a:1, b:2", "[::1]:3"]
              clusterId: redpanda.0f5c
              auth: ${scram}
            topics: [topics/a.yaml, ../b.yaml, ~/c.yaml]
      `,
    });
    const brokers = [
      { host: 'a', port: 1 },
      { host: 'b', port: 2 },
      { host: '::1', port: 3 },
    ];
    expect(await load({}, { PW: 'hunter2' })).toEqual({
      name: 'prod',
      protected: true,
      configFile: join(folder, 'exops.yaml'),
      configDigest: expect.stringMatching(/^[0-9a-f]{64}$/),
      ...noAws,
      brokers,
      cluster: {
        kind: 'redpanda',
        brokers,
        clusterId: 'redpanda.0f5c',
        auth: {
          mechanism: 'scram',
          algorithm: 'scram-sha-512',
          username: 'me',
          password: expect.toSatisfy((secret) => secret.reveal() === 'hunter2'),
          tls: {},
        },
        via: undefined,
      },
      topics: [join(folder, 'topics/a.yaml'), join(folder, '../b.yaml'), '/nonexistent-home/c.yaml'],
    });
  });

  test('shows its password to nobody', async () => {
    const { load } = await exopsFolder({
      'exops.yaml': exopsYaml({ dev: `{ cluster: { brokers: "a:1", auth: ${scram} } }` }),
    });
    const environment = await load({}, { PW: 'hunter2' });
    expect(inspect(environment, { depth: null, showHidden: true })).not.toContain('hunter2');
    expect(JSON.stringify(environment)).not.toContain('hunter2');
  });
});

describe('references', () => {
  const files = {
    'exops.yaml': exopsYaml(
      {
        dev: `{ topics: "\${env:TEAM}/t.yaml", cluster: { brokers: ["\${env:HOST}:9092", "\${env:MORE}"], clusterId: "$\${id}", auth: ${scram} } }`,
        other: `{ cluster: { brokers: "\${env:ELSEWHERE}" } }`,
      },
      'defaultEnvironment: dev',
    ),
  };
  const env = { TEAM: 'shop', HOST: 'kafka', MORE: 'b:1,c:2', PW: `\${env:TEAM}` };

  test('of the chosen environment are resolved, the others left alone', async () => {
    const { load, folder } = await exopsFolder(files);
    const { cluster, topics } = await load({}, env);
    expect(cluster?.brokers.map(({ host }) => host)).toEqual(['kafka', 'b', 'c']);
    expect(cluster?.clusterId).toBe(`\${id}`);
    expect(cluster?.auth).toMatchObject({
      password: expect.toSatisfy((it) => it.reveal() === `\${env:TEAM}`),
    });
    expect(topics).toEqual([join(folder, 'shop/t.yaml')]);
  });

  test('that have no value are all named where they stand', async () => {
    const { load } = await exopsFolder({
      'exops.yaml': lines`
        version: 1
        environments:
          dev:
            cluster:
              brokers: "\${env:HOST}:9092"
              auth:
                mechanism: plain
                username: me
                password: "\${env:PW}"
      `,
    });
    expect(await messageOf(() => load({}, { HOST: '' }))).toBe(lines`
      exops.yaml:5:16 the variable HOST is not set, or empty
         5 |       brokers: "\${env:HOST}:9092"
           |                ^^^^^^^^^^^^^^^^^^
      exops.yaml:9:19 the variable PW is not set, or empty
         9 |         password: "\${env:PW}"
           |                   ^^^^^^^^^^^
    `);
  });

  test('are not needed where a flag or variable replaces them', async () => {
    const { load } = await exopsFolder(files);
    const flags = { environment: 'dev', brokers: 'x:1' };
    const { cluster } = await load(flags, { TEAM: 'shop', EXOPS_PASSWORD: 'p' });
    expect(cluster).toMatchObject({ auth: { password: expect.toSatisfy((it) => it.reveal() === 'p') } });
  });

  test('stand in the file only: flags and variables mean what they say', async () => {
    const { load } = await exopsFolder({});
    const flags = { brokers: 'x:1', auth: 'plain', username: `\${env:PW}` };
    const { cluster } = await load(flags, { EXOPS_PASSWORD: `$\${x}`, PW: 'p' });
    expect(cluster?.auth).toMatchObject({
      username: `\${env:PW}`,
      password: expect.toSatisfy((it) => it.reveal() === `$\${x}`),
    });
  });

  test('whose value is no broker lead to their place in the file', async () => {
    const { load } = await exopsFolder(files);
    expect(await messageOf(() => load({}, { ...env, MORE: 'b' }))).toMatch(
      /^exops.yaml:\d+:\d+ brokers: "b" has no port/,
    );
  });

  test('of a secret source are no addresses, and are not repeated', async () => {
    const { input } = await exopsFolder({
      'exops.yaml': exopsYaml({ dev: `{ cluster: { brokers: "\${env:SECRET}" } }` }),
    });
    const secret: ReferenceSource = {
      name: 'env',
      isSecret: true,
      resolve: async () => new Map([['SECRET', 'hunter2']]),
    };
    expect(await messageOf(() => loadEnvironment(input({ sources: () => [secret] })))).toMatch(
      /^exops.yaml:3:30 brokers: an address is shown wherever it is used, and this is a secret\n(?![\s\S]*hunter2)/,
    );
  });
});
