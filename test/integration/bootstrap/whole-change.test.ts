import { expect, test } from 'vitest';
import { daemonSet, deployment, statefulSet } from '../../lab/kubernetes/objects.js';
import {
  after,
  before,
  canary,
  fromKey,
  gateway,
  key,
  patch,
  recordAnnotation,
  said,
  secretName,
  tradingFloor,
} from './trading-floor.js';

const keyAsVariable = [{ name: key, valueFrom: { secretKeyRef: { name: secretName, key } } }];
const keyAsFile = { name: 'config', secret: { secretName, items: [{ key, path: 'servers.txt' }] } };
const image = 'registry.test/app:1';

/** Every way to read the key, and one workload that reads another key of the same secret. */
const everyWay = [
  gateway(),
  statefulSet({ name: 'ledger', replicas: 2, envFrom: [{ secret: secretName, prefix: 'APP_' }] }),
  daemonSet({
    name: 'agent',
    spec: {
      containers: [{ name: 'app', image, volumeMounts: [{ name: 'config', mountPath: '/etc/kafka' }] }],
      volumes: [keyAsFile],
    },
  }),
  deployment({ name: 'orders', spec: { initContainers: [{ name: 'migrate', image, env: keyAsVariable }] } }),
  deployment({ name: 'reports', env: { DB: { secret: secretName, key: 'PASSWORD' } } }),
];

test('exactly what reads the key starts anew with the new servers; exact words in a pipe', async () => {
  const floor = await tradingFloor(everyWay);
  await floor.namespace.kubectl(['annotate', 'secret', secretName, 'team=exchange']);
  const was = await floor.world();

  const result = await floor.exops(patch);

  expect(said(result.stderr)).toBe(`dev · context lab · namespace NS
✓ secret app-secrets patched
${result.stderr.match(/^✓ .* runs with it$/gm)?.join('\n')}
✓ 1 changed, 4 restarted, verified in T
`);
  expect(result.stderr.match(/^✓ .* runs with it$/gm)?.sort()).toEqual([
    '✓ daemonset/agent runs with it',
    '✓ deployment/gateway runs with it',
    '✓ deployment/orders runs with it',
    '✓ statefulset/ledger runs with it',
  ]);
  expect(result.stdout).toBe(`  ~ app-secrets
      KAFKA_BOOTSTRAP_SERVERS  10.0.11.8:9092 → 10.0.12.31:9092
  ↻ daemonset/agent     volume config at /etc/kafka as servers.txt · 1 pod
  ↻ deployment/gateway  env KAFKA_BOOTSTRAP_SERVERS · 2 pods
  ↻ deployment/orders   init container migrate: env KAFKA_BOOTSTRAP_SERVERS · 1 pod
  ↻ statefulset/ledger  envFrom with prefix APP_ · 2 pods

Plan: 1 secret to change, 4 workloads to restart.
`);
  expect(result.code).toBe(0);
  const is = await floor.world();
  expect(is.secrets).toEqual({ [secretName]: { [key]: after, PASSWORD: canary } });
  const { team, [recordAnnotation]: record } = await floor.annotationsOf();
  expect({ team, record }).toEqual({ team: 'exchange', record: undefined });
  for (const name of ['deployment/gateway', 'statefulset/ledger', 'daemonset/agent', 'deployment/orders']) {
    expect(is.workloads[name]?.pods, name).toHaveLength(was.workloads[name]?.pods.length ?? 0);
    for (const uid of was.workloads[name]?.pods ?? []) expect(is.workloads[name]?.pods).not.toContain(uid);
  }
  expect(is.workloads['deployment/reports']).toEqual(was.workloads['deployment/reports']);
  expect(await floor.namespace.kubectl(['logs', 'deployment/gateway'])).toBe(`${key}=${after}\n`);
  expect(await floor.namespace.kubectl(['logs', 'daemonset/agent'])).toBe(
    `/etc/kafka/servers.txt=${after}\n`,
  );
  expect(await floor.namespace.kubectl(['logs', 'statefulset/ledger'])).toContain(`APP_${key}=${after}\n`);
});

const asked = patch.replace(' --yes', '');

test('exact words on a terminal', async () => {
  const floor = await tradingFloor([gateway()]);
  const { screen, code } = await floor.exops(asked, { tty: true, answers: ['y'] });
  expect(said(screen)).toBe(`dev · context lab · namespace NS
  ~ app-secrets
      KAFKA_BOOTSTRAP_SERVERS  10.0.11.8:9092 → 10.0.12.31:9092
  ↻ deployment/gateway  env KAFKA_BOOTSTRAP_SERVERS · 2 pods

Plan: 1 secret to change, 1 workload to restart.
Apply to dev? [y/N] y
✓ secret app-secrets patched
✓ deployment/gateway runs with it
✓ 1 changed, 1 restarted, verified in T
`);
  expect(code).toBe(0);
});

test('no is no: nothing is written', async () => {
  const floor = await tradingFloor([gateway()]);
  const was = await floor.world();
  const { code, stderr } = await floor.exops(asked, { tty: true, answers: ['n'] });
  expect(code).toBe(1);
  expect(stderr).toContain('Declined. Nothing has changed.\n');
  expect(await floor.exops(asked)).toMatchObject({ code: 2 });
  expect(await floor.world()).toEqual(was);
});

test('a document for programs', async () => {
  const floor = await tradingFloor([gateway()]);
  const { stdout, code } = await floor.exops(`${patch} -o json`);
  expect(code).toBe(0);
  const { target, ...document } = JSON.parse(stdout);
  expect(target).toMatchObject({ environment: 'dev', context: 'lab', namespace: floor.namespace.name });
  expect(document).toEqual({
    schema: 'exops.change/v1',
    plan: {
      changes: [
        {
          kind: 'secret',
          name: secretName,
          action: 'change',
          severity: 'safe',
          cautions: [],
          fields: [{ name: key, before, after }],
        },
        {
          kind: 'workload',
          name: 'deployment/gateway',
          action: 'restart',
          severity: 'safe',
          summary: 'env KAFKA_BOOTSTRAP_SERVERS · 2 pods',
          cautions: [],
          fields: [],
        },
      ],
      refusals: [],
      notices: [],
      unchanged: 0,
    },
    outcomes: [
      { kind: 'secret', name: secretName, status: 'done' },
      { kind: 'workload', name: 'deployment/gateway', status: 'done' },
    ],
    exitCode: 0,
  });
});

test('the same servers again: nothing to do, unless a restart is asked for', async () => {
  const floor = await tradingFloor([gateway()], { data: { [key]: after } });
  const was = await floor.world();
  expect(await floor.exops(patch)).toMatchObject({
    code: 0,
    // Its pods started in the second in which the secret was made: whether they are named is not for this test.
    stdout: expect.stringMatching(/Nothing to do: 1 secret as declared\.\n$/),
  });
  expect(await floor.world()).toEqual(was);
  const restarted = await floor.exops(`${patch} --restart`);
  expect(restarted.stdout).toBe(`  ~ app-secrets
      KAFKA_BOOTSTRAP_SERVERS  10.0.12.31:9092  holds these already; the restart is recorded on it
  ↻ deployment/gateway  env KAFKA_BOOTSTRAP_SERVERS · 2 pods

Plan: 1 secret to change, 1 workload to restart.
`);
  expect(restarted.code).toBe(0);
  const is = await floor.world();
  expect(is.secrets).toEqual(was.secrets);
  expect(is.workloads['deployment/gateway']?.restartedAt).toBeDefined();
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
});

test('only looking', async () => {
  const floor = await tradingFloor([gateway()]);
  const was = await floor.world();
  expect((await floor.exops(`${patch} --dry-run`)).code).toBe(0);
  expect((await floor.exops(`${patch} --check`)).code).toBe(3);
  expect((await floor.exops(patch.replace(after, before).concat(' --check'))).code).toBe(0);
  expect(await floor.world()).toEqual(was);
  expect(await floor.annotationsOf()).toEqual({});
});

test('without any file: context, namespace, secret and key by flags', async () => {
  const floor = await tradingFloor(
    [
      deployment({ name: 'gateway', env: { SERVERS: { secret: secretName, key: 'BROKERS' } } }),
      deployment({ name: 'untouched', ...fromKey }),
    ],
    { data: { BROKERS: before, [key]: before } },
  );
  const was = await floor.world();
  const flags = `--context lab --namespace ${floor.namespace.name} --secret ${secretName} --key BROKERS`;
  const { code, stderr } = await floor.exops(`${patch} ${flags}`, { cwd: '/' });
  expect(said(stderr)).toMatch(/^context lab · namespace NS\n/);
  expect(code).toBe(0);
  const is = await floor.world();
  expect(is.secrets[secretName]).toEqual({ BROKERS: after, [key]: before, PASSWORD: canary });
  expect(is.workloads['deployment/untouched']).toEqual(was.workloads['deployment/untouched']);
});
