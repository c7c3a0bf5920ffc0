import { describe, expect, test } from 'vitest';
import type { EnvironmentInput } from '../../../src/lib/config/environment.js';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import type { MskClusterWanted } from '../../../src/lib/config/msk-references.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { describeEnvironment } from '../../../src/lib/config/view-config.js';
import { AccessError, InterruptedError } from '../../../src/lib/errors.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { lines, messageOf } from './failure.js';

const arn =
  'arn:aws:kafka:ap-northeast-2:123456789012:cluster/liquibook-msk/0f5c2d8e-1234-4f6a-8d4c-2b1a9e7c6d5f-1';
const hosts = { iam: 'b-1:9098,b-2:9098', scram: 'b-1:9096', tls: 'b-1:9094', plaintext: 'b-1:9092' };

/** An environment `dev` with these blocks, a stand-in for MSK, and what it was asked. */
async function environment(blocks: string, over: Partial<EnvironmentInput> = {}) {
  const asked: MskClusterWanted[] = [];
  const tokens: (string | undefined)[] = [];
  const { input } = await exopsFolder({ 'exops.yaml': exopsYaml({ dev: `{ ${blocks} }` }) });
  const given = input({
    mskCluster: () => async (wanted) => {
      asked.push(wanted);
      return { arn, brokers: hosts[wanted.auth], flavour: 'standard' };
    },
    mskToken: () => async (region) => {
      tokens.push(region);
      return 'a token';
    },
    ...over,
  });
  return { asked, tokens, load: () => loadEnvironment(given), view: () => describeEnvironment(given) };
}

const iam = 'auth: { mechanism: iam }';

describe('a cluster by its name', () => {
  test('has the brokers that MSK says', async () => {
    const { load, asked, tokens } = await environment(`cluster: { name: liquibook-msk, ${iam} }`);
    const { brokers, cluster } = await load();
    expect(brokers).toEqual([
      { host: 'b-1', port: 9098 },
      { host: 'b-2', port: 9098 },
    ]);
    expect(cluster).toMatchObject({
      kind: 'msk',
      brokers,
      msk: { arn, access: 'private', flavour: 'standard' },
      auth: { mechanism: 'iam', tls: {} },
    });
    expect(asked).toEqual([{ name: 'liquibook-msk', auth: 'iam', access: 'private' }]);
    expect(tokens).toEqual([]);
    if (cluster?.auth.mechanism === 'iam') expect(await cluster.auth.token()).toBe('a token');
    expect(tokens).toEqual(['ap-northeast-2']);
  });

  test.each([
    ['mechanism: tls', 'tls'],
    [`mechanism: scram, username: u, password: "\${env:PW}"`, 'scram'],
    ['mechanism: none', 'plaintext'],
  ])('of the listener that fits { %s }', async (auth, listener) => {
    const { load, asked } = await environment(`cluster: { name: x, auth: { ${auth} } }`, {
      env: { PW: 'p' },
    });
    await load();
    expect(asked.map((wanted) => wanted.auth)).toEqual([listener]);
  });

  test('with other logins on the command line is asked for their listener', async () => {
    const { load, asked } = await environment(`cluster: { name: x, access: public, ${iam} }`, {
      flags: { auth: 'tls' },
    });
    await load();
    expect(asked).toEqual([{ name: 'x', auth: 'tls', access: 'public' }]);
    const plain = await environment('cluster: { name: x }', {
      flags: { auth: 'plain', username: 'u' },
      env: { EXOPS_PASSWORD: 'p' },
    });
    expect(await messageOf(plain.load)).toBe('--auth: MSK takes iam, scram, tls or none, not plain');
  });

  test('may hold references, which are resolved before', async () => {
    const cfn: ReferenceSource = {
      name: 'cfn',
      isSecret: false,
      resolve: async () => new Map([['Msk', 'from-the-stack']]),
    };
    const { load, asked } = await environment(`cluster: { name: "\${cfn:Msk}", ${iam} }`, {
      sources: () => [cfn],
    });
    await load();
    expect(asked.map(({ name }) => name)).toEqual(['from-the-stack']);
    const wrong = await environment(`cluster: { arn: "\${cfn:Msk}", ${iam} }`, { sources: () => [cfn] });
    expect(await messageOf(wrong.load)).toMatch(/^exops.yaml:3:26 arn: that is no ARN: write it as name\n/);
    const secret = await environment(`cluster: { name: "\${cfn:Msk}" }`, {
      sources: () => [{ ...cfn, isSecret: true }],
    });
    expect(await messageOf(secret.load)).toMatch(
      /name: it is shown wherever it is used, and this is a secret/,
    );
  });

  test('is looked up only where its brokers are needed', async () => {
    const kubernetes = `kubernetes: { secrets: { a: { A: "x" }, b: { B: "\${kafka:bootstrap}" } } }`;
    const blocks = `hosts: { h: { instance: i-0123456789abcdef0 } }, cluster: { name: x, ${iam} }, ${kubernetes}`;
    const askedFor = async (needs: EnvironmentInput['needs'], over: Partial<EnvironmentInput> = {}) => {
      const { load, asked } = await environment(blocks, { needs, ...over });
      const { kubernetes: found } = await load();
      return { asked: asked.map(({ auth }) => auth), value: found?.secrets.get('b')?.get('B')?.reveal() };
    };
    expect((await askedFor({ kind: 'hosts', choose: () => ['h'] })).asked).toEqual([]);
    expect((await askedFor({ kind: 'hosts', choose: () => ['h'], withBrokers: true })).asked).toEqual([
      'iam',
    ]);
    expect((await askedFor({ kind: 'kubernetes', withSecrets: () => ['a'] })).asked).toEqual([]);
    expect(await askedFor({ kind: 'kubernetes', withSecrets: true })).toEqual({
      asked: ['iam'],
      value: hosts.iam,
    });
    expect((await askedFor({ kind: 'kubernetes', withBrokers: true })).asked).toEqual(['iam']);
    expect((await askedFor({ kind: 'sleep' })).asked).toEqual(['iam']);
    // How this machine logs in is nothing to the applications.
    const elsewhere = { flags: { auth: 'tls' }, env: { EXOPS_BROKERS: 'tunnel:1' } };
    expect(await askedFor({ kind: 'kubernetes', withSecrets: true }, elsewhere)).toEqual({
      asked: ['iam'],
      value: hosts.iam,
    });
  });

  test('is not looked up where brokers are named', async () => {
    const { load, asked } = await environment(`cluster: { name: x, ${iam} }`, {
      flags: { environment: 'dev', brokers: 'tunnel:1' },
    });
    const { cluster } = await load();
    expect(cluster).toMatchObject({ kind: 'msk', brokers: [{ host: 'tunnel', port: 1 }] });
    expect(cluster?.msk).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('with another answer than addresses leads to its line', async () => {
    const { load } = await environment('cluster: { name: x }', {
      mskCluster: () => async () => ({ arn, brokers: 'nonsense', flavour: 'standard' }),
    });
    expect(await messageOf(load)).toMatch(/^exops.yaml:3:27 name: "nonsense" has no port/);
  });
});

test('an ARN says where AWS is, unless somebody else does', async () => {
  const regions: (string | undefined)[] = [];
  const mskCluster: EnvironmentInput['mskCluster'] = ({ region }) => {
    regions.push(region);
    return async () => ({ arn, brokers: 'b-1:9098', flavour: 'standard' });
  };
  await (await environment(`cluster: { arn: "${arn}", ${iam} }`, { mskCluster })).load();
  const flags = { region: 'eu-west-1' };
  await (await environment(`cluster: { arn: "${arn}", ${iam} }`, { mskCluster, flags })).load();
  expect(regions).toEqual(['ap-northeast-2', 'eu-west-1']);
});

test('a token is for the region of a broker of MSK, where only that is known', async () => {
  const { load, tokens } = await environment('', {
    flags: { auth: 'iam', brokers: 'b-1.x.c4.kafka.eu-west-1.amazonaws.com:9098' },
  });
  const { cluster } = await load();
  expect(cluster?.kind).toBe('msk');
  if (cluster?.auth.mechanism === 'iam') await cluster.auth.token();
  expect(tokens).toEqual(['eu-west-1']);
});

describe('config view', () => {
  const blocks = `cluster: { name: liquibook-msk, ${iam} }, kubernetes: { secrets: { a: { A: "\${kafka:bootstrap}" } } }`;
  const rowsOf = async (over: Partial<EnvironmentInput> = {}) => {
    const { entries, unknownBrokers } = await (await environment(blocks, over)).view();
    return { unknownBrokers, rows: entries.map(({ path, value, origin }) => [path, value, origin]) };
  };
  const before = [
    ['environment', 'dev', 'default'],
    ['protected', 'false', 'default'],
    ['cluster.kind', 'msk', 'default'],
    ['cluster.name', 'liquibook-msk', 'exops.yaml:3'],
    ['cluster.access', 'private', 'default'],
  ];

  test('shows what was looked up', async () => {
    expect(await rowsOf()).toEqual({
      unknownBrokers: undefined,
      rows: [
        ...before,
        ['cluster.brokers', 'b-1:9098,b-2:9098', 'exops.yaml:3'],
        ['cluster.auth.mechanism', 'iam', 'exops.yaml:3'],
        ['kubernetes.secrets.a.A', 'b-1:9098,b-2:9098', 'exops.yaml:3'],
      ],
    });
  });

  test('shows the rest where it can not be', async () => {
    const denied = async () => {
      throw new AccessError('not for you');
    };
    expect(await rowsOf({ mskCluster: () => denied })).toEqual({
      unknownBrokers: 'not for you',
      rows: [
        ...before,
        ['cluster.auth.mechanism', 'iam', 'exops.yaml:3'],
        ['kubernetes.secrets.a.A', `\${kafka:bootstrap}`, 'exops.yaml:3'],
      ],
    });
  });

  test('ends with Ctrl-C', async () => {
    const stopped = async () => {
      throw new InterruptedError('SIGINT');
    };
    await expect(rowsOf({ mskCluster: () => stopped })).rejects.toThrow(InterruptedError);
  });
});

describe('mistakes', () => {
  const nowhere = 'cluster: expected brokers, or the name or arn of an MSK cluster';
  const twice = (first: string) =>
    `${first} says already where the cluster is: keep one of brokers, name and arn`;
  const scram = `mechanism: scram, username: u, password: "\${env:PW}"`;

  test.each([
    ['kind: msk', [nowhere]],
    ['access: public', [nowhere]],
    ['brokers: "a:1", name: x', [`name: ${twice('brokers')}`]],
    [`brokers: "a:1", arn: "${arn}"`, [`arn: ${twice('brokers')}`]],
    [`name: x, arn: "${arn}"`, [`arn: ${twice('name')}`]],
    [`brokers: "a:1", name: x, arn: "${arn}"`, [`name: ${twice('brokers')}`, `arn: ${twice('brokers')}`]],
    [
      'brokers: "a:1", access: private',
      ['access: goes with the name or arn of an MSK cluster, not with brokers'],
    ],
    [
      'name: x, access: publik',
      ['access: expected private, public or vpc, got "publik" (did you mean "public"?)'],
    ],
    ['kind: kafka, name: x', ['kind: name is of an MSK cluster: write msk, or leave kind out']],
    [`kind: redpanda, arn: "${arn}"`, ['kind: arn is of an MSK cluster: write msk, or leave kind out']],
    [
      `name: x, auth: { mechanism: plain, username: u, password: "\${env:PW}" }`,
      ['mechanism: MSK takes iam, scram, tls or none, not plain'],
    ],
    [`name: x, auth: { ${scram}, tls: false }`, ['tls: MSK takes passwords over TLS only']],
    [`name: x, auth: { ${scram}, algorithm: sha-256 }`, ["algorithm: MSK's SCRAM is sha-512"]],
    [
      'name: x, access: vpc',
      ["access: MSK takes clients without a login from the cluster's own network only: private"],
    ],
    [
      'name: x, access: public, auth: { mechanism: none }',
      ["access: MSK takes clients without a login from the cluster's own network only: private"],
    ],
    ['kind: kafka, brokers: "a:1", auth: { mechanism: iam }', ["mechanism: iam is MSK's, and kind is kafka"]],
    [
      'kind: redpanda, brokers: "a:1", auth: { mechanism: iam }',
      ["mechanism: iam is MSK's, and kind is redpanda"],
    ],
    [
      'name: my cluster',
      [`name: "my cluster" can't be an MSK cluster's: that has up to 64 letters, digits and dashes`],
    ],
    ['name: ""', ['name: expected text, got nothing']],
    [`name: "${arn}"`, ['name: that is an ARN: write it as arn']],
    ['arn: liquibook-msk', ['arn: that is no ARN: write it as name']],
    [
      'arn: "arn:aws:kafka:eu-west-1:123456789012:topic/a/b"',
      [
        'arn: expected arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/ID, got "arn:aws:kafka:eu-west-1:123456789012:topic/a/b"',
      ],
    ],
    [
      'name: x, auth: { mechanism: iam, username: u }',
      ['username: goes with mechanism scram or plain, not with iam'],
    ],
    [
      'name: x, auth: { mechanism: iam, certificate: a, key: b }',
      [
        'certificate: goes with mechanism tls, scram or plain, not with iam',
        'key: goes with mechanism tls, scram or plain, not with iam',
      ],
    ],
    [
      'name: x, auth: { mechanism: iam, tls: true }',
      ['tls: goes with mechanism scram or plain, not with iam'],
    ],
    [`name: "\${msk:iam}"`, [expect.stringMatching(/^name: \$\{msk:iam\} has an unknown source/)]],
  ])('cluster: { %s }', async (keys, messages) => {
    const { load } = await environment(`cluster: { ${keys} }`);
    expect((await messageOf(load)).match(/(?<=^exops.yaml:3:\d+ ).*/gm)).toEqual(messages);
  });

  test('an ARN of another account or region than the environment', async () => {
    const aws = 'aws: { accountId: "111111111111", region: eu-west-1 }';
    const { load } = await environment(`${aws}, cluster: { arn: "${arn}" }`);
    expect((await messageOf(load)).match(/(?<=^exops.yaml:3:\d+ ).*/gm)).toEqual([
      'arn: it is of account 123456789012, and aws.accountId is 111111111111',
      'arn: it is in ap-northeast-2, and aws.region is eu-west-1',
    ]);
  });

  test('stand where they were made', async () => {
    const { load } = await exopsFolder({
      'exops.yaml': lines`
        version: 1
        environments:
          dev:
            cluster:
              name: liquibook-msk
              brokers: "a:1"
              access: public
      `,
    });
    expect(await messageOf(() => load())).toBe(lines`
      exops.yaml:5:13 name: brokers says already where the cluster is: keep one of brokers, name and arn
         5 |       name: liquibook-msk
           |             ^^^^^^^^^^^^^
    `);
  });
});
