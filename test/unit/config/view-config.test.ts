import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EnvironmentInput } from '../../../src/lib/config/environment.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { describeEnvironment } from '../../../src/lib/config/view-config.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { lines, messageOf } from './failure.js';

const file = lines`
  version: 1
  defaultEnvironment: dev
  environments:
    dev:
      protected: true
      cluster:
        brokers:
          - "\${env:HOST}:9092"
          - b:2
        clusterId: abc
        auth:
          mechanism: scram
          username: me
          password: "\${env:PW}"
          ca: certs/ca.pem
      topics: [a.yaml, b.yaml]
    prod:
      cluster: { brokers: "p:1", auth: { mechanism: tls, serverName: kafka } }
`;

async function view(over: Partial<EnvironmentInput> = {}, text = file) {
  const { folder, input } = await exopsFolder({ 'exops.yaml': text });
  const { entries, ...rest } = await describeEnvironment(input(over));
  const rows = entries.map(({ path, value, origin }) => [path, value.replaceAll(folder, '.'), origin]);
  return { folder, rows, ...rest };
}

describe('describeEnvironment', () => {
  test('shows every setting that is in force, and its line', async () => {
    const { folder, rows, ...rest } = await view({ env: { HOST: 'kafka' } });
    expect(rest).toEqual({ file: join(folder, 'exops.yaml'), environment: 'dev' });
    expect(rows).toEqual([
      ['environment', 'dev', 'exops.yaml:2'],
      ['protected', 'true', 'exops.yaml:5'],
      ['cluster.kind', 'kafka', 'default'],
      ['cluster.brokers', 'kafka:9092, b:2', 'exops.yaml:8'],
      ['cluster.clusterId', 'abc', 'exops.yaml:10'],
      ['cluster.auth.mechanism', 'scram', 'exops.yaml:12'],
      ['cluster.auth.username', 'me', 'exops.yaml:13'],
      ['cluster.auth.password', '••••', 'exops.yaml:14'],
      ['cluster.auth.algorithm', 'sha-512', 'default'],
      ['cluster.auth.tls', 'true', 'default'],
      ['cluster.auth.ca', './certs/ca.pem', 'exops.yaml:15'],
      ['topics', './a.yaml, ./b.yaml', 'exops.yaml:16'],
    ]);
  });

  test('names the flags and variables that win', async () => {
    const { rows } = await view({
      flags: { environment: 'prod', auth: 'plain', tls: false },
      env: { EXOPS_BROKERS: 'x:1', EXOPS_USERNAME: 'u', EXOPS_PASSWORD: 'hunter2' },
    });
    expect(rows).toEqual([
      ['environment', 'prod', '--env'],
      ['protected', 'false', 'default'],
      ['cluster.kind', 'kafka', 'default'],
      ['cluster.brokers', 'x:1', 'EXOPS_BROKERS'],
      ['cluster.auth.mechanism', 'plain', '--auth'],
      ['cluster.auth.username', 'u', 'EXOPS_USERNAME'],
      ['cluster.auth.password', '••••', 'EXOPS_PASSWORD'],
      ['cluster.auth.tls', 'false', '--no-tls'],
    ]);
  });

  test('without a file there are only flags and defaults', async () => {
    const { input } = await exopsFolder({});
    const shown = await describeEnvironment(input({ flags: { brokers: 'x:1', auth: 'tls', ca: 'ca.pem' } }));
    expect(shown).toMatchObject({ file: undefined, environment: undefined });
    expect(shown.entries.map(({ path, origin }) => [path, origin])).toEqual([
      ['protected', 'default'],
      ['cluster.kind', 'default'],
      ['cluster.brokers', '--brokers'],
      ['cluster.auth.mechanism', '--auth'],
      ['cluster.auth.ca', '--ca'],
    ]);
  });

  test('masks whatever comes from a secret source', async () => {
    const vault: ReferenceSource = {
      name: 'env',
      isSecret: true,
      resolve: async (names) => new Map(names.map((name) => [name, 'hunter2'])),
    };
    const body = `{ topics: "\${env:T}/x", cluster: { brokers: "\${env:B}:1", clusterId: "x\${env:C}", auth: { mechanism: tls, ca: "\${env:D}" } } }`;
    const { rows } = await view({ sources: () => [vault] }, exopsYaml({ dev: body }));
    expect(JSON.stringify(rows)).not.toContain('hunter2');
    expect(rows.filter(([, value]) => value === '••••').map(([path]) => path)).toEqual([
      'cluster.brokers',
      'cluster.clusterId',
      'cluster.auth.ca',
      'topics',
    ]);
  });

  test('needs every reference but the password', async () => {
    expect(await messageOf(() => view())).toMatch(/^exops.yaml:8:11 the variable HOST is not set, or empty/);
  });
});
