import { describe, expect, test } from 'vitest';
import type { EnvironmentInput, Needs } from '../../../src/lib/config/environment.js';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { describeEnvironment } from '../../../src/lib/config/view-config.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { failureOf, lines, messageOf } from './failure.js';

const id = 'i-0123456789abcdef0';

const file = lines`
  version: 1
  environments:
    dev:
      cluster: { brokers: ["\${cfn:Ip}:9092"], via: kafka, auth: { mechanism: plain, username: u, password: "\${env:PW}" } }
      hosts: { kafka: { instance: "\${cfn:Kafka}" } }
      topics: "\${env:TOPICS}"
      kubernetes: { context: "\${env:CONTEXT}", namespace: exchange-dev, secrets: { a: { B: "\${env:SECRET}" } } }
      sleep:
        - eksNodegroup: { cluster: "\${cfn:Eks}", name: spot-nodes }
        - autoScalingGroup: { tag: { Team: web, App: "\${cfn:App}" } }
        - ecsService: { cluster: shop, name: api }
          skip: true
        - kubernetesWorkload: statefulset/backend
          order: 5
        - rdsInstance: Exchange-Dev-MySQL
          wake: manual
        - rdsCluster: exchange-dev-aurora
          wake: automatic
        - ec2Instance: "\${cfn:Kafka}"
      prices: { ec2 t3.large: 0.104, eks cluster: 0.1, rds gp3 GiB-month: 0 }
`;

const values: Record<string, string> = { Ip: '10.0.0.5', Kafka: id, Eks: 'dev-eks', App: 'shop' };

async function exchange(over: Partial<EnvironmentInput> = {}, text = file) {
  const { folder, input } = await exopsFolder({ 'exops.yaml': text });
  const asked: string[] = [];
  const stacks: ReferenceSource = {
    name: 'cfn',
    isSecret: false,
    resolve: async (names) => {
      asked.push(...names);
      return new Map(Object.entries(values));
    },
  };
  const env = { CONTEXT: 'exchange' };
  return { folder, asked, input: input({ env, sources: () => [stacks], ...over }) };
}

async function loaded(needs: Needs, over?: Partial<EnvironmentInput>, text?: string) {
  const { input, asked } = await exchange(over, text);
  return { asked, environment: await loadEnvironment({ ...input, needs }) };
}

describe('what sleeps', () => {
  test('is read in its order, with its references resolved', async () => {
    const { environment, asked } = await loaded({ kind: 'sleep' });
    const common = { order: undefined, skip: false, wake: 'automatic' };
    expect(environment.sleep).toEqual([
      {
        ...common,
        selector: { kind: 'nodegroup', cluster: 'dev-eks', choice: { by: 'name', name: 'spot-nodes' } },
        at: 'exops.yaml:9:9',
      },
      {
        ...common,
        selector: { kind: 'asg', choice: { by: 'tags', tags: { Team: 'web', App: 'shop' } } },
        at: 'exops.yaml:10:9',
      },
      {
        ...common,
        selector: { kind: 'ecs', cluster: 'shop', choice: { by: 'name', name: 'api' } },
        skip: true,
        at: 'exops.yaml:11:9',
      },
      {
        ...common,
        selector: { kind: 'workload', workload: 'StatefulSet', name: 'backend' },
        order: 5,
        at: 'exops.yaml:13:9',
      },
      {
        ...common,
        selector: { kind: 'rds', choice: { by: 'name', name: 'exchange-dev-mysql' } },
        wake: 'manual',
        at: 'exops.yaml:15:9',
      },
      {
        ...common,
        selector: { kind: 'rds-cluster', choice: { by: 'name', name: 'exchange-dev-aurora' } },
        at: 'exops.yaml:17:9',
      },
      { ...common, selector: { kind: 'ec2', choice: { by: 'name', name: id } }, at: 'exops.yaml:19:9' },
    ]);
    expect(asked.sort()).toEqual(['App', 'Eks', 'Ip', 'Kafka']);
  });

  test('comes with the brokers and the server of Kubernetes, and with nothing that takes a password', async () => {
    const { environment } = await loaded({ kind: 'sleep' });
    expect(environment).toMatchObject({
      name: 'dev',
      brokers: [{ host: '10.0.0.5', port: 9092 }],
      cluster: undefined,
      topics: [],
      kubernetes: { context: 'exchange', namespace: 'exchange-dev', secrets: new Map() },
    });
    expect(environment.hosts.size).toBe(0);
  });

  test('with the cluster, and the way in', async () => {
    const env = { CONTEXT: 'exchange', PW: 'p' };
    const { environment } = await loaded({ kind: 'sleep', withCluster: true }, { env });
    expect(environment.cluster).toMatchObject({ via: 'kafka', auth: { username: 'u' } });
    expect([...environment.hosts.keys()]).toEqual(['kafka']);
  });

  test('is nothing to other commands, and none of its references is resolved for them', async () => {
    const { environment, asked } = await loaded({ kind: 'kubernetes' });
    expect(environment.sleep).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('is of the brokers of the file, whatever way this machine takes to them', async () => {
    const env = { CONTEXT: 'exchange', EXOPS_BROKERS: 'localhost:9092' };
    const { environment } = await loaded({ kind: 'sleep' }, { env });
    expect(environment.name).toBe('dev');
    expect(environment.brokers).toEqual([{ host: '10.0.0.5', port: 9092 }]);
  });

  test('an environment without a Kubernetes has none, whatever the present context is', async () => {
    const text = exopsYaml({ dev: '{ sleep: [{ rdsInstance: a }] }' });
    const { environment } = await loaded({ kind: 'sleep' }, {}, text);
    expect(environment.kubernetes).toBeUndefined();
    const flags = { context: 'other' };
    const named = await loaded({ kind: 'sleep' }, { flags }, text);
    expect(named.environment.kubernetes).toMatchObject({ context: 'other' });
  });

  test('an environment that lists nothing', async () => {
    const { environment } = await loaded({ kind: 'sleep' }, {}, exopsYaml({ dev: '{}' }));
    expect(environment).toMatchObject({ sleep: [], brokers: [], prices: new Map() });
  });

  test('without a file there is nothing to read it from', async () => {
    const { input } = await exopsFolder({});
    const error = await failureOf(() => loadEnvironment({ ...input(), needs: { kind: 'sleep' } }));
    expect(error.message).toBe(
      'What sleeps is listed in a file, and there is no exops.yaml here or in a folder above.',
    );
    expect(error.hint).toMatch(/sleep: \[…\]/);
  });
});

describe('references that lead to what can not be meant', () => {
  const cases: readonly (readonly [line: string, value: string, message: string])[] = [
    [
      `ec2Instance: "\${cfn:X}"`,
      'kafka',
      'ec2Instance: expected an instance id such as i-0123456789abcdef0, got "kafka"',
    ],
    [
      `kubernetesWorkload: "\${cfn:X}"`,
      'deploy/backend',
      'kubernetesWorkload: expected deployment/NAME or statefulset/NAME, got "deploy/backend"',
    ],
    [
      `kubernetesWorkload: { label: { app: "\${cfn:X}" } }`,
      'web,tier=ui',
      'app: expected a label\'s value: letters, digits, dashes, underscores and dots, at most 63; got "web,tier=ui"',
    ],
    [
      `rdsInstance: mysql }, { rdsInstance: "\${cfn:X}"`,
      'MySQL',
      'rdsInstance: this resource stands here twice',
    ],
  ];

  test.each(cases)('%s: %s', async (line, value, message) => {
    const sources = () => [{ name: 'cfn', isSecret: false, resolve: async () => new Map([['X', value]]) }];
    const text = exopsYaml({ dev: `{ kubernetes: {}, sleep: [{ ${line} }] }` });
    const said = await messageOf(() => loaded({ kind: 'sleep' }, { sources }, text));
    expect(said).toMatch(/^exops\.yaml:3:\d+ /);
    expect(said.split('\n')[0]?.replace(/^\S+ /, '')).toBe(message);
  });

  test('a secret is no name', async () => {
    const sources = () => [
      { name: 'ssm', isSecret: true, resolve: async () => new Map([['/db', 'hunter2']]) },
    ];
    const text = exopsYaml({ dev: `{ sleep: [{ rdsInstance: "\${ssm:/db}" }] }` });
    const said = await messageOf(() => loaded({ kind: 'sleep' }, { sources }, text));
    expect(said).toMatch(/rdsInstance: it is shown wherever it is used, and this is a secret/);
    expect(said).not.toContain('hunter2');
  });
});

test('tags and labels beside a cluster and a namespace', async () => {
  const sources = () => [
    {
      name: 'cfn',
      isSecret: false,
      resolve: async () =>
        new Map([
          ['Eks', 'dev-eks'],
          ['Team', 'web'],
        ]),
    },
  ];
  const text = exopsYaml({
    dev: `{ kubernetes: {}, sleep: [{ eksNodegroup: { cluster: "\${cfn:Eks}", tag: { cluster: a, Team: "\${cfn:Team}" } } }, { ecsService: { tag: { Team: web }, cluster: shop } }, { kubernetesWorkload: { label: { tier: ui, app: "\${cfn:Team}" } } }] }`,
  });
  const { environment } = await loaded({ kind: 'sleep' }, { sources }, text);
  expect(environment.sleep.map(({ selector }) => selector)).toEqual([
    { kind: 'nodegroup', cluster: 'dev-eks', choice: { by: 'tags', tags: { cluster: 'a', Team: 'web' } } },
    { kind: 'ecs', cluster: 'shop', choice: { by: 'tags', tags: { Team: 'web' } } },
    { kind: 'workload', labels: { app: 'web', tier: 'ui' } },
  ]);
  const { input } = await exchange({ sources }, text);
  const { entries } = await describeEnvironment(input);
  expect(entries.filter(({ path }) => path.startsWith('sleep')).map(({ value }) => value)).toEqual([
    'dev-eks: cluster=a, Team=web',
    'shop: Team=web',
    'tier=ui, app=web',
  ]);
});

test('prices are there for every command', async () => {
  const { environment } = await loaded({ kind: 'kubernetes', offline: true });
  expect([...environment.prices]).toEqual([
    ['ec2 t3.large', 0.104],
    ['eks cluster', 0.1],
    ['rds gp3 GiB-month', 0],
  ]);
});

test('a person sees the list and the prices', async () => {
  const env = { CONTEXT: 'exchange', TOPICS: 't', SECRET: 'x' };
  const { input } = await exchange({ env });
  const { entries } = await describeEnvironment(input);
  const rows = entries
    .filter(({ path }) => /^(?:sleep|prices)/.test(path))
    .map(({ path, value, origin }) => `${path}: ${value} (${origin})`);
  expect(rows).toEqual([
    'sleep[0].eksNodegroup: dev-eks/spot-nodes (exops.yaml:9)',
    'sleep[1].autoScalingGroup: Team=web, App=shop (exops.yaml:10)',
    'sleep[2].ecsService: shop/api (exops.yaml:11)',
    'sleep[2].skip: true (exops.yaml:12)',
    'sleep[3].kubernetesWorkload: statefulset/backend (exops.yaml:13)',
    'sleep[3].order: 5 (exops.yaml:14)',
    'sleep[4].rdsInstance: Exchange-Dev-MySQL (exops.yaml:15)',
    'sleep[4].wake: manual (exops.yaml:16)',
    'sleep[5].rdsCluster: exchange-dev-aurora (exops.yaml:17)',
    'sleep[5].wake: automatic (exops.yaml:18)',
    `sleep[6].ec2Instance: ${id} (exops.yaml:19)`,
    'prices.ec2 t3.large: 0.104 (exops.yaml:20)',
    'prices.eks cluster: 0.1 (exops.yaml:20)',
    'prices.rds gp3 GiB-month: 0 (exops.yaml:20)',
  ]);
});
