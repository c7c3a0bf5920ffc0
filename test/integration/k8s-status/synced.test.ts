import { expect, test } from 'vitest';
import { deployment } from '../../lab/kubernetes/objects.js';
import { folderWith, run } from '../../run.js';
import { createSecret, freshNamespace, fromSecret, key, rowsOf, someSeconds, status } from './lab-secret.js';

test('a secret that sync-secrets changed: each pod has the value of its time', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, '10.0.11.8:9092');
  await someSeconds();
  await namespace.apply(deployment({ name: 'before', env: fromSecret }));
  await namespace.rolledOut('deployment/before');
  await someSeconds();
  const dev = {
    cluster: { brokers: ['10.0.12.31:9092'] },
    kubernetes: {
      bootstrap: [{ secret: 'kafka', key }],
      secrets: { kafka: { [key]: `\${kafka:bootstrap}` } },
    },
  };
  const cwd = await folderWith({ 'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }) });
  const where = `--kubeconfig ${namespace.kubeconfig} --namespace ${namespace.name}`;
  const synced = await run(`k8s sync-secrets ${where} --yes`, { cwd });
  expect(synced.code, synced.stderr).toBe(0);
  await someSeconds();
  await namespace.apply(deployment({ name: 'after', env: fromSecret }));
  await namespace.rolledOut('deployment/after');

  const shown = await status(namespace, '', { cwd });

  expect(rowsOf(shown)).toEqual({
    'deployment/after': ['1', `env ${key}`, '10.0.12.31:9092', 'current'],
    'deployment/before': ['1', `env ${key}`, '10.0.11.8:9092', 'out of date'],
  });
  expect(shown.stderr).toMatch(/^secret kafka holds 10\.0\.12\.31:9092 since .* \(tester\)$/m);
  expect(shown.stderr).toContain(
    `deployment/before is out of date. Restart all that read it:\n  exops k8s patch-bootstrap ${where} --restart\n`,
  );
});
