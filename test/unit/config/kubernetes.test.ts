import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import type { Needs } from '../../../src/lib/config/environment.js';
import { choosingSecrets } from '../../../src/lib/config/kubernetes-settings.js';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { describeEnvironment } from '../../../src/lib/config/view-config.js';
import { exopsFolder } from './exops-folder.js';
import { lines, messageOf } from './failure.js';

const namespaceRule = 'expected the name of a namespace: lower-case letters, digits and dashes, at most 63';

const file = lines`
  version: 1
  environments:
    dev:
      cluster: { brokers: ["\${cfn:Ip}:9092", "b:2, c:3"], auth: { mechanism: scram, username: u, password: "\${env:KAFKA_PASSWORD}" }, via: kafka }
      hosts: { kafka: { instance: "\${cfn:Kafka}" } }
      kubernetes:
        context: "\${env:CONTEXT}"
        namespace: exchange-dev
        kubeconfig: kube/config
        clusterEndpoint: "\${cfn:Endpoint}"
        bootstrap:
        - secret: dev-matching-engine-secrets
          key: KAFKA_BOOTSTRAP_SERVERS
        - { secret: other-credentials, key: BROKERS }
        secrets:
          kafka-credentials: {
            KAFKA_BOOTSTRAP_SERVERS: "\${kafka:bootstrap}",
            JAAS: 'username="app" password="\${secretsmanager:db#kafka}";'
          }
          db-credentials:
            MYSQL_HOST: "\${cfn:Db}:3306"
            MYSQL_PASSWORD: "\${secretsmanager:db#password}"
            LITERAL_PASSWORD: hunter2
            REDIS_URL: redis://app:hunter3@redis
            FROM_ENV: "\${env:VALUE}"
            PLAIN: shown
          flow-credentials: { A_TOKEN: "hunter7, ter: 2", B: c }
          empty-credentials: {}
`;

const values: Record<string, Record<string, string>> = {
  cfn: { Ip: '10.0.0.5', Kafka: 'i-0123456789abcdef0', Endpoint: 'https://e.example', Db: 'db.internal' },
  secretsmanager: { 'db#password': 'hunter4', 'db#kafka': 'hunter5' },
};

async function exchange(over: Parameters<Awaited<ReturnType<typeof exopsFolder>>['input']>[0] = {}) {
  const { folder, input } = await exopsFolder({ 'exops.yaml': file });
  const asked: string[] = [];
  const sources = (['cfn', 'secretsmanager'] as const).map(
    (name): ReferenceSource => ({
      name,
      isSecret: name === 'secretsmanager',
      resolve: async (names) => {
        asked.push(`${name}: ${names.join(' ')}`);
        return new Map(Object.entries(values[name] ?? {}));
      },
    }),
  );
  const env = { CONTEXT: 'exchange', VALUE: 'hunter6', KAFKA_PASSWORD: 'p' };
  return { folder, asked, input: input({ env, sources: () => sources, ...over }) };
}

async function loaded(needs: Needs, over?: Parameters<typeof exchange>[0]) {
  const { input, ...rest } = await exchange(over);
  return { ...rest, environment: await loadEnvironment({ ...input, needs }) };
}

const revealed = (secrets: ReadonlyMap<string, ReadonlyMap<string, { reveal(): string }>> | undefined) =>
  Object.fromEntries(
    [...(secrets ?? [])].map(([name, keys]) => [
      name,
      Object.fromEntries([...keys].map(([key, value]) => [key, value.reveal()])),
    ]),
  );

describe('what a command needs of it', () => {
  const bootstrap = [
    { secret: 'dev-matching-engine-secrets', key: 'KAFKA_BOOTSTRAP_SERVERS' },
    { secret: 'other-credentials', key: 'BROKERS' },
  ];
  const secretNames = ['kafka-credentials', 'db-credentials', 'flow-credentials', 'empty-credentials'];

  test('names alone ask for nothing', async () => {
    const { asked, environment } = await loaded({ kind: 'kubernetes', offline: true }, { env: {} });
    expect(asked).toEqual([]);
    expect(environment).toMatchObject({ brokers: [], cluster: undefined, topics: [] });
    expect(environment.hosts.size).toBe(0);
    expect(environment.kubernetes).toEqual({
      context: undefined,
      namespace: 'exchange-dev',
      kubeconfig: undefined,
      clusterEndpoint: undefined,
      bootstrap,
      secretNames,
      secrets: new Map(),
    });
  });

  test('the server', async () => {
    const { asked, folder, environment } = await loaded({ kind: 'kubernetes' });
    expect(asked).toEqual(['cfn: Endpoint']);
    expect(environment.kubernetes).toMatchObject({
      context: 'exchange',
      kubeconfig: `${folder}/kube/config`,
      clusterEndpoint: 'https://e.example',
    });
  });

  test('flags beat the file, and their paths start in the working directory', async () => {
    const flags = { context: 'other', namespace: 'prod', kubeconfig: 'k' };
    const { folder, environment } = await loaded({ kind: 'kubernetes' }, { flags });
    expect(environment.kubernetes).toMatchObject({
      context: 'other',
      namespace: 'prod',
      kubeconfig: `${folder}/k`,
    });
  });

  test('the brokers, and what it takes to log in there', async () => {
    const brokers = await loaded({ kind: 'kubernetes', offline: true, withBrokers: true });
    expect(brokers.asked).toEqual(['cfn: Ip']);
    expect(brokers.environment.brokers.map(({ host }) => host)).toEqual(['10.0.0.5', 'b', 'c']);
    expect(brokers.environment.cluster).toBeUndefined();
    const { asked, environment } = await loaded({ kind: 'kubernetes', offline: true, withCluster: true });
    expect(asked).toEqual(['cfn: Kafka Ip']);
    expect(environment.cluster).toMatchObject({ via: 'kafka', auth: { username: 'u' } });
    expect([...environment.hosts.keys()]).toEqual(['kafka']);
  });

  test('a secret, with one question to each source', async () => {
    const needs = {
      kind: 'kubernetes',
      offline: true,
      withSecrets: choosingSecrets(['kafka-credentials']),
    } as const;
    const { asked, environment } = await loaded(needs);
    expect(asked).toEqual(['cfn: Ip', 'secretsmanager: db#kafka']);
    expect(revealed(environment.kubernetes?.secrets)).toEqual({
      'kafka-credentials': {
        KAFKA_BOOTSTRAP_SERVERS: '10.0.0.5:9092,b:2,c:3',
        JAAS: 'username="app" password="hunter5";',
      },
    });
  });

  test('all secrets, as they are written and shown to nobody', async () => {
    const { environment } = await loaded({
      kind: 'kubernetes',
      offline: true,
      withSecrets: choosingSecrets([]),
    });
    expect(revealed(environment.kubernetes?.secrets)['db-credentials']).toEqual({
      MYSQL_HOST: 'db.internal:3306',
      MYSQL_PASSWORD: 'hunter4',
      LITERAL_PASSWORD: 'hunter2',
      REDIS_URL: 'redis://app:hunter3@redis',
      FROM_ENV: 'hunter6',
      PLAIN: 'shown',
    });
    expect(revealed(environment.kubernetes?.secrets)['flow-credentials']).toEqual({
      A_TOKEN: 'hunter7, ter: 2',
      B: 'c',
    });
    const shown = inspect(environment, { depth: null, showHidden: true }) + JSON.stringify(environment);
    expect(shown).not.toMatch(/hunter\d/);
  });

  test('brokers of this machine are nothing to applications', async () => {
    const env = { EXOPS_BROKERS: 'localhost:9092' };
    const needs = { kind: 'kubernetes', offline: true, withBrokers: true } as const;
    const { environment } = await loaded(needs, { env });
    expect(environment.name).toBe('dev');
    expect(environment.brokers.map(({ host }) => host)).toEqual(['10.0.0.5', 'b', 'c']);
  });

  test('no file at all', async () => {
    const { input } = await exopsFolder({});
    const needs = { kind: 'kubernetes' } as const;
    const environment = await loadEnvironment({ ...input({ flags: { context: 'a' } }), needs });
    expect(environment).toMatchObject({
      name: undefined,
      kubernetes: { context: 'a', namespace: undefined, bootstrap: [], secretNames: [] },
    });
  });

  test.each([
    [['db-credential'], 'exops.yaml declares no secret "db-credential" (did you mean "db-credentials"?).'],
    [['x', 'y'], 'exops.yaml declares no secret "x".'],
  ])('secrets that are not there: %j', async (names, message) => {
    const load = () => loaded({ kind: 'kubernetes', offline: true, withSecrets: choosingSecrets(names) });
    expect(await messageOf(load)).toBe(message);
  });

  test.each([
    [{ namespace: 'A' }, `--namespace: ${namespaceRule}, got "A"`],
    [{ context: '' }, '--context is empty.'],
  ])('flags that can not be meant: %j', async (flags, message) => {
    expect(await messageOf(() => loaded({ kind: 'kubernetes' }, { flags }))).toBe(message);
  });

  test('an endpoint that is none', async () => {
    const sources = () => [
      { name: 'cfn', isSecret: false, resolve: async () => new Map([['Endpoint', 'e.example']]) },
    ];
    const load = () => loaded({ kind: 'kubernetes' }, { sources });
    expect(await messageOf(load)).toMatch(
      /^exops.yaml:10:24 clusterEndpoint: expected a URL, got "e.example"/,
    );
  });
});

describe('what a person sees of it', () => {
  test('values of public sources alone, and no secret is asked for', async () => {
    const { input, asked, folder } = await exchange();
    const { entries } = await describeEnvironment(input);
    const rows = entries
      .filter(({ path }) => path.startsWith('kubernetes.'))
      .map(({ path, value, origin }) => [path.slice(11), value.replace(folder, '.'), origin]);
    expect(rows).toEqual([
      ['context', 'exchange', 'exops.yaml:7'],
      ['namespace', 'exchange-dev', 'exops.yaml:8'],
      ['kubeconfig', './kube/config', 'exops.yaml:9'],
      ['clusterEndpoint', 'https://e.example', 'exops.yaml:10'],
      [
        'bootstrap',
        'dev-matching-engine-secrets/KAFKA_BOOTSTRAP_SERVERS, other-credentials/BROKERS',
        'exops.yaml:12',
      ],
      ['secrets.kafka-credentials.KAFKA_BOOTSTRAP_SERVERS', '10.0.0.5:9092,b:2,c:3', 'exops.yaml:17'],
      ['secrets.kafka-credentials.JAAS', '••••', 'exops.yaml:18'],
      ['secrets.db-credentials.MYSQL_HOST', 'db.internal:3306', 'exops.yaml:21'],
      ['secrets.db-credentials.MYSQL_PASSWORD', '••••', 'exops.yaml:22'],
      ['secrets.db-credentials.LITERAL_PASSWORD', '••••', 'exops.yaml:23'],
      ['secrets.db-credentials.REDIS_URL', '••••', 'exops.yaml:24'],
      ['secrets.db-credentials.FROM_ENV', '••••', 'exops.yaml:25'],
      ['secrets.db-credentials.PLAIN', 'shown', 'exops.yaml:26'],
      ['secrets.flow-credentials.A_TOKEN', '••••', 'exops.yaml:27'],
      ['secrets.flow-credentials.B', 'c', 'exops.yaml:27'],
    ]);
    expect(asked).toEqual(['cfn: Kafka Ip Endpoint Db'].map(() => expect.stringMatching(/^cfn: /)));
  });
});
