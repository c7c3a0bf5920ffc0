import { expect, test } from 'vitest';
import { ForbiddenError, GoneError, UncertainError } from '../../../src/lib/k8s/errors.js';
import type { Workload } from '../../../src/lib/k8s/kubernetes.js';
import { deployment, statefulSet } from '../../lab/kubernetes/objects.js';
import { kubeconfigText, open } from '../../unit/k8s/opened.js';
import { serve, status } from '../../unit/k8s/scripted-server.js';
import { failureOf, opened, ownNamespace } from './opened-kubernetes.js';

const annotation = 'exops/sleep';
const record = 'v=1 desired=2 by=kim at=2026-11-20T19:02:11Z';

async function must(work: Promise<Workload | undefined>): Promise<Workload> {
  const found = await work;
  if (found === undefined) throw new Error('It is gone.');
  return found;
}

test.each([
  ['Deployment', deployment],
  ['StatefulSet', statefulSet],
] as const)('a %s gets its record, goes to 0, and comes back', async (kind, draft) => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  const name = 'backend';
  await namespace.apply(draft({ name, replicas: 2 }));
  await namespace.rolledOut(`${kind.toLowerCase()}/${name}`);
  const before = await must(kubernetes.workloads.read({ kind, name }));
  const podsNow = async () => (await kubernetes.pods.of(before)).length;

  const noted = await kubernetes.workloads.setReplicas(before, { annotations: { [annotation]: record } });
  expect(noted.object.metadata?.annotations?.[annotation]).toBe(record);
  expect(noted.object.spec?.replicas).toBe(2);

  const asleep = await kubernetes.workloads.setReplicas(before, { replicas: 0 });
  expect(asleep.object.spec?.replicas).toBe(0);
  expect(asleep.object.metadata?.annotations?.[annotation]).toBe(record);
  await expect.poll(podsNow).toBe(0);

  const awake = await kubernetes.workloads.setReplicas(before, {
    replicas: 2,
    annotations: { [annotation]: null },
  });
  expect(awake.object.spec?.replicas).toBe(2);
  expect(awake.object.metadata?.annotations ?? {}).not.toHaveProperty(annotation);
  await namespace.rolledOut(`${kind.toLowerCase()}/${name}`);
  await expect.poll(podsNow).toBe(2);
});

test('a dry run changes nothing', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  await namespace.apply(deployment({ name: 'backend', replicas: 0 }));
  const before = await must(kubernetes.workloads.read({ kind: 'Deployment', name: 'backend' }));
  const tried = await kubernetes.workloads.setReplicas(before, { replicas: 5 }, { dryRun: true });
  expect(tried.object.spec?.replicas).toBe(5);
  const now = await must(kubernetes.workloads.read(before));
  expect(now.object.spec?.replicas).toBe(0);
});

test('another workload of the same name is left alone, and one that is gone is told', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  await namespace.apply(deployment({ name: 'backend', replicas: 0 }));
  const other = { kind: 'Deployment', name: 'backend', uid: '00000000-0000-0000-0000-000000000000' } as const;
  const scaled = await failureOf(kubernetes.workloads.setReplicas(other, { replicas: 3 }));
  expect(scaled).toBeInstanceOf(GoneError);
  expect(scaled.message).toMatch(
    /^Can't scale deployment\/backend in the namespace adapter-\w+: another of that name is there now\.$/,
  );
  const noted = await failureOf(
    kubernetes.workloads.setReplicas(other, { annotations: { [annotation]: 'x' } }),
  );
  expect(noted.message).toMatch(/^Can't annotate deployment\/backend/);
  const now = await must(kubernetes.workloads.read(other));
  expect(now.object.spec?.replicas).toBe(0);
  expect(now.object.metadata?.annotations ?? {}).not.toHaveProperty(annotation);
  const gone = await failureOf(
    kubernetes.workloads.setReplicas({ ...other, name: 'no-such' }, { replicas: 0 }),
  );
  expect(gone).toBeInstanceOf(GoneError);
});

test('the right to patch is missed by its name', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(deployment({ name: 'backend', replicas: 0 }));
  const rules = [{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] }];
  const { kubernetes } = opened(await namespace.users.token('kim', rules));
  const found = await must(kubernetes.workloads.read({ kind: 'Deployment', name: 'backend' }));
  const error = await failureOf(kubernetes.workloads.setReplicas(found, { replicas: 1 }));
  expect(error).toBeInstanceOf(ForbiddenError);
  expect(error.message).toMatch(/may not patch deployments\.apps in the namespace/);
});

test('an answer that fails leaves it open whether it was done, and it is sent once', async () => {
  const server = await serve(() => status(500, 'InternalError', 'etcd is away'));
  const { kubernetes } = await open(kubeconfigText(server.url));
  const shard = { kind: 'StatefulSet', name: 'shard', uid: 'u' } as const;
  const error = await failureOf(kubernetes.workloads.setReplicas(shard, { replicas: 0 }));
  expect(error).toBeInstanceOf(UncertainError);
  expect(server.requests()).toEqual(['PATCH /apis/apps/v1/namespaces/exchange-dev/statefulsets/shard']);
  expect(server.received[0]?.body).toEqual({ metadata: { uid: 'u' }, spec: { replicas: 0 } });
});
