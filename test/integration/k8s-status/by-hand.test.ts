import { expect, test } from 'vitest';
import type { PodObject } from '../../../src/lib/k8s/objects.js';
import { cronJob, deployment, statefulSet } from '../../lab/kubernetes/objects.js';
import {
  createSecret,
  freshNamespace,
  fromSecret,
  key,
  notesOf,
  patchByHand,
  placeOf,
  rowsOf,
  someSeconds,
  status,
  withoutTimes,
} from './lab-secret.js';

const isRunning = ({ status: state }: PodObject) =>
  state?.containerStatuses?.[0]?.state?.running !== undefined;

test('a secret that somebody patched by hand: who started before it, and who after', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, '10.0.11.8:9092');
  await namespace.apply(deployment({ name: 'backend', replicas: 2, envFrom: ['kafka'] }));
  await namespace.apply(deployment({ name: 'mixed', replicas: 2, env: fromSecret }));
  await namespace.apply(deployment({ name: 'unrelated', env: { [key]: 'other:9092' } }));
  await namespace.apply(statefulSet({ name: 'shard-1', env: fromSecret }));
  await namespace.apply(cronJob({ name: 'settlement', env: fromSecret }));
  await namespace.rolledOut('deployment/backend', 'deployment/mixed', 'statefulset/shard-1');
  await someSeconds();
  await patchByHand(namespace, '10.0.12.31:9092');
  await someSeconds();
  await namespace.kubectl(['rollout', 'restart', 'statefulset/shard-1']);
  const [one] = await namespace.list<PodObject>('Pod', 'app=mixed');
  await namespace.delete('Pod', one?.metadata?.name ?? '');
  const env = { [key]: { secret: 'kafka', key: 'MISSING' } };
  await namespace.apply(deployment({ name: 'broken', env: { ...env, SERVERS: { secret: 'kafka', key } } }));
  await namespace.apply(deployment({ name: 'files', volumes: { '/secrets': 'kafka' } }));
  await namespace.rolledOut('statefulset/shard-1', 'deployment/files');
  await namespace.until(async () => {
    const pods = await namespace.list<PodObject>('Pod', 'app=mixed');
    const others = pods.filter(({ metadata }) => metadata?.uid !== one?.metadata?.uid);
    return others.length === 2 && others.every(isRunning) ? others : undefined;
  });
  await namespace.until(async () => {
    const [pod] = await namespace.list<PodObject>('Pod', 'app=broken');
    return pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason;
  });

  const piped = await status(namespace);

  expect(rowsOf(piped)).toEqual({
    'deployment/backend': ['2', 'envFrom', 'before the change of TIME (kubectl-patch)', 'out of date'],
    'deployment/broken': ['0 of 1', 'env SERVERS', 'CreateContainerConfigError', 'not running'],
    'deployment/files': ['1', 'volume secret-0 at /secrets', '10.0.12.31:9092 (mounted)', 'current'],
    'deployment/mixed': [
      '2',
      `env ${key}`,
      expect.stringContaining('1 pod: before the change of TIME (kubectl-patch)'),
      'partly',
    ],
    'statefulset/shard-1': ['1', `env ${key}`, '10.0.12.31:9092', 'current'],
    'cronjob/settlement': ['', `env ${key}`, "each run: that time's value", 'not restartable'],
  });
  expect(piped.code).toBe(0);
  expect(notesOf(piped)).toEqual([
    'secret kafka holds 10.0.12.31:9092 since TIME (kubectl-patch)',
    '2 workloads are out of date. Restart all that read it:',
    `  exops k8s patch-bootstrap ${placeOf(namespace)} --secret kafka --servers 10.0.12.31:9092 --restart`,
  ]);
  expect((await status(namespace, '--check')).code).toBe(3);
  expect((await status(namespace, '-o name')).stdout.trim().split('\n')).toEqual([
    'deployment/backend',
    'deployment/broken',
    'deployment/files',
    'deployment/mixed',
    'statefulset/shard-1',
  ]);
  const screen = await status(namespace, '', { tty: true });
  expect(screen.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  expect(withoutTimes(screen.stdout)).toContain(
    'deployment/backend · 2 pods · out of date\n    envFrom\n    started with: before the change of TIME (kubectl-patch)\n',
  );
  expect(screen.stdout).not.toContain('…');
  const { keys, workloads } = JSON.parse((await status(namespace, '-o json')).stdout);
  expect(keys).toEqual([
    expect.objectContaining({ secret: 'kafka', key, found: true, value: '10.0.12.31:9092', asCluster: null }),
  ]);
  expect(workloads[0]).toMatchObject({ kind: 'Deployment', name: 'backend', state: 'out of date' });
  expect(workloads[0].keys[0].pods[0]).toMatchObject({ state: 'out of date', value: null });
});

test('few requests: the secret, a list of each kind, and the pods of those that use it', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, '10.0.11.8:9092');
  const used = ['a', 'b', 'c'].map((name) => deployment({ name, env: fromSecret, node: 'kwok' }));
  const others = ['x', 'y'].map((name) => deployment({ name, node: 'kwok' }));
  await Promise.all([...used, ...others].map((one) => namespace.apply(one)));

  const { stderr } = await status(namespace, '-v');

  const asked = [...stderr.matchAll(/^ {2}Kubernetes (\w+) \S*\/(\w+) \d+/gm)].map(
    ([, verb, what]) => `${verb} ${what}`,
  );
  const count = (what: string) => asked.filter((one) => one === what).length;
  expect(new Set(asked)).toEqual(
    new Set([
      'GET kafka',
      ...[
        'deployments',
        'statefulsets',
        'daemonsets',
        'rollouts',
        'pods',
        'replicasets',
        'jobs',
        'cronjobs',
      ].map((plural) => `GET ${plural}`),
    ]),
  );
  // Bare pods among them.
  expect(count('GET pods')).toBe(1 + used.length);
  expect(asked).toHaveLength(1 + 8 + used.length);
});
