import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { SecretIdentity } from '../../../src/lib/k8s/kubernetes.js';
import { restartAnnotation } from '../../../src/lib/k8s/kubernetes.js';
import { deployment } from '../../lab/kubernetes/objects.js';
import { folderWith, run } from '../../run.js';
import {
  createSecret,
  freshNamespace,
  fromSecret,
  key,
  kubernetesOf,
  patchWithNote,
  rowsOf,
  someSeconds,
  status,
  withoutTimes,
} from './lab-secret.js';

test('changes that exops noted: each pod has the value of its time', async () => {
  const namespace = await freshNamespace();
  const kubernetes = kubernetesOf(namespace);
  await createSecret(namespace, '10.0.11.8:9092');
  await someSeconds();
  for (const name of ['first', 'second', 'third'])
    await namespace.apply(deployment({ name, env: fromSecret }));
  await namespace.rolledOut('deployment/first', 'deployment/second', 'deployment/third');
  await someSeconds();
  await patchWithNote(kubernetes, '10.0.12.31:9092');
  await someSeconds();
  await namespace.kubectl(['rollout', 'restart', 'deployment/second']);
  await namespace.rolledOut('deployment/second');
  await someSeconds();
  const stamp = await patchWithNote(kubernetes, '10.0.13.5:9092');
  const template = { metadata: { annotations: { [restartAnnotation]: stamp } } };
  await namespace.patch('Deployment', 'third', { spec: { template } });
  await namespace.rolledOut('deployment/third');

  const piped = await status(namespace);

  expect(rowsOf(piped)).toEqual({
    'deployment/first': ['1', `env ${key}`, '10.0.11.8:9092', 'out of date'],
    'deployment/second': ['1', `env ${key}`, '10.0.12.31:9092', 'out of date'],
    'deployment/third': ['1', `env ${key}`, '10.0.13.5:9092', 'current'],
  });
  expect(withoutTimes(piped.stderr)).toContain('secret kafka holds 10.0.13.5:9092 since TIME (kim)\n');

  const dev = {
    cluster: { brokers: ['10.0.14.1:9092'] },
    kubernetes: { bootstrap: [{ secret: 'kafka', key }] },
  };
  const cwd = await folderWith({ 'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }) });
  const screen = await status(namespace, '--check', { tty: true, cwd });
  expect(screen.stdout).toBe(
    [
      'WORKLOAD           PODS  USES  STARTED WITH     STATE',
      'deployment/first   1     env   10.0.11.8:9092   out of date',
      'deployment/second  1     env   10.0.12.31:9092  out of date',
      'deployment/third   1     env   10.0.13.5:9092   current',
      '',
    ].join('\n'),
  );
  const again = `exops k8s patch-bootstrap --kubeconfig ${namespace.kubeconfig} --namespace ${namespace.name}`;
  expect(screen.stderr).toContain(
    `secret kafka holds 10.0.13.5:9092; the cluster is at 10.0.14.1:9092\nSet it with:\n  ${again}\n`,
  );
  expect(screen.stderr).toMatch(/\n2 workloads are out of date\.\n$/);
  const restart = `${again.replace('exops ', '')} --servers 10.0.13.5:9092 --restart`;
  const restarted = await run(`${restart} --no-probe --yes`, { cwd });
  expect(restarted.code, restarted.stderr).toBe(0);
  expect((await kubernetes.secrets.read('kafka'))?.text(key)).toBe('10.0.13.5:9092');
  for (const name of ['first', 'second', 'third'])
    expect(restarted.stderr).toContain(`✓ deployment/${name} runs with it\n`);
  expect(screen.code).toBe(3);
});

test('the server keeps the time of a value when an annotation of it goes', async () => {
  const namespace = await freshNamespace();
  const kubernetes = kubernetesOf(namespace);
  await createSecret(namespace, '10.0.11.8:9092');
  await patchWithNote(kubernetes, '10.0.12.31:9092');
  const write = async (annotations: Record<string, string | null>) => {
    const secret: SecretIdentity | undefined = await kubernetes.secrets.read('kafka');
    if (secret === undefined) throw new Error('There is no secret kafka.');
    const { managedFields } = await kubernetes.secrets.patch(secret, { annotations });
    return managedFields.find(({ manager }) => manager === 'exops')?.time;
  };
  const time = await write({ 'exops/test': 'here' });
  await sleep(1_100);

  expect(await write({ 'exops/test': null })).toBe(time);
});

test('a history that somebody broke says nothing, and an unfinished change how to go on', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, '10.0.11.8:9092');
  await namespace.kubectl([
    ...['annotate', 'secret', 'kafka', 'exops/bootstrap-history={"v":1,"keys":{"x":[{"at":"now"}]}}'],
    'exops/patch-bootstrap={}',
  ]);

  const { stderr, code } = await status(namespace);

  expect(stderr).toContain('The history on secret kafka says nothing: it is not as exops writes it.\n');
  expect(stderr).toContain(
    "The record of an unfinished change on secret kafka can't be read: another version of exops wrote it. Look at its annotation exops/patch-bootstrap.\n",
  );
  expect(stderr).toContain('No workload uses it.\n');
  expect(code).toBe(0);
});

test('a secret or a key that is not there, and a login that may not read it', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, '10.0.11.8:9092');
  const missing = await status(namespace, '--secret nope');
  expect(missing.stderr).toContain(
    `There is no secret nope in namespace ${namespace.name}. See --secret, --namespace and --context.\n`,
  );
  const screen = await status(namespace, '--secret nope', { tty: true });
  expect(screen.stderr).toContain('See --secret,');
  expect(screen.stderr.split('\n').filter((line) => line.length > 80)).toEqual([]);
  const other = await status(namespace, '--key OTHER');
  expect(other.stderr).toContain('There is no key OTHER in a secret kafka.\n');
  expect(other.code).toBe(1);
  expect(missing.code).toBe(1);
  const rule = { apiGroups: [''], resources: ['pods'], verbs: ['list'] };
  const kubeconfig = await namespace.users.certificate('poor', [rule]);

  const refused = await status({ ...namespace, kubeconfig });

  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain('secret');
  const rest = [
    { apiGroups: [''], resources: ['secrets'], verbs: ['get'] },
    { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['list'] },
  ];
  const reader = await namespace.users.certificate('reader', [rule, ...rest]);
  const partial = await status({ ...namespace, kubeconfig: reader });
  expect(partial.stderr).toContain(
    'Not looked at, for want of the right to list: Rollout, ReplicaSet, Job, CronJob.\n',
  );
  expect(partial.code).toBe(0);
});

test('whoever may not ask AWS for the brokers is told so, and no more', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, '10.0.11.8:9092');
  const dev = {
    cluster: { brokers: [`\${cfn:dev-KafkaPrivateIp}:9092`] },
    kubernetes: { bootstrap: [{ secret: 'kafka', key }] },
  };
  const cwd = await folderWith({ 'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }) });
  const env = { AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: 'ap-northeast-2' };

  const { stderr, code } = await status(namespace, '', { cwd, env });

  expect(stderr).toMatch(/^The cluster's brokers aren't known: \S.*$/m);
  expect(stderr).toContain('secret kafka holds 10.0.11.8:9092 since');
  expect(code).toBe(0);
});
