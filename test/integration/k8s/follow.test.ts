import { expect, onTestFinished, test } from 'vitest';
import { UnreachableError } from '../../../src/lib/k8s/errors.js';
import type { Kubernetes, WorkloadEvent, WorkloadIdentity } from '../../../src/lib/k8s/kubernetes.js';
import { startApiProxy } from '../../lab/kubernetes/api-proxy.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { deployment, statefulSet } from '../../lab/kubernetes/objects.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { failureOf, opened, ownNamespace } from './opened-kubernetes.js';

async function identityOf(namespace: LabNamespace, kind: 'Deployment' | 'StatefulSet', name: string) {
  const { metadata } = await namespace.read<{ metadata: { uid: string } }>(kind, name);
  return { kind, name, uid: metadata.uid };
}

/** Follows until `isEnough`; what was told by then. */
async function told(
  kubernetes: Kubernetes,
  wanted: readonly WorkloadIdentity[],
  isEnough: (events: readonly WorkloadEvent[]) => boolean,
  onFirst: () => Promise<unknown> = async () => {},
): Promise<readonly WorkloadEvent[]> {
  const events: WorkloadEvent[] = [];
  const signal = AbortSignal.timeout(30_000);
  for await (const event of kubernetes.workloads.follow(wanted, { signal, patienceMs: 10_000 })) {
    events.push(event);
    if (events.length === 1) await onFirst();
    if (isEnough(events)) return events;
  }
  throw new Error(`It never came: ${JSON.stringify(events)}`);
}

const hasEnded = ({ kind, workload }: WorkloadEvent) =>
  kind === 'now' &&
  workload.object.status?.observedGeneration === 2 &&
  workload.object.status.updatedReplicas === 2 &&
  workload.object.status.readyReplicas === 2;

test('several workloads are followed to the end of their restart, by a list and a watch each kind', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(deployment({ name: 'backend', replicas: 2 }));
  await namespace.apply(deployment({ name: 'other', replicas: 2 }));
  await namespace.apply(statefulSet({ name: 'shard', replicas: 2 }));
  await namespace.rolledOut('deployment/backend', 'deployment/other', 'statefulset/shard');
  const wanted = [
    await identityOf(namespace, 'Deployment', 'backend'),
    await identityOf(namespace, 'StatefulSet', 'shard'),
  ];
  const { kubernetes, events } = opened(namespace.kubeconfig);
  const restart = () =>
    namespace.kubectl(['rollout', 'restart', 'deployment/backend', 'deployment/other', 'statefulset/shard']);
  const done = (seen: readonly WorkloadEvent[]) =>
    wanted.every(({ name }) => seen.some((event) => event.workload.name === name && hasEnded(event)));

  const seen = await told(kubernetes, wanted, done, restart);

  expect(seen.map(({ workload }) => workload.name)).not.toContain('other');
  expect(events).toHaveLength(4);
});

test('a workload that is deleted, or made anew, is told of once', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(deployment({ name: 'a', replicas: 0 }));
  await namespace.apply(deployment({ name: 'b', replicas: 0 }));
  const wanted = [
    await identityOf(namespace, 'Deployment', 'a'),
    await identityOf(namespace, 'Deployment', 'b'),
  ];
  const { kubernetes } = opened(namespace.kubeconfig);
  const lose = async () => {
    await namespace.delete('Deployment', 'a');
    await namespace.delete('Deployment', 'b');
    await namespace.apply(deployment({ name: 'b', replicas: 0 }));
  };
  const deleted = (seen: readonly WorkloadEvent[]) => seen.filter(({ kind }) => kind === 'deleted');
  const seen = await told(kubernetes, wanted, (events) => deleted(events).length === 2, lose);
  expect(
    deleted(seen)
      .map(({ workload }) => workload.name)
      .sort(),
  ).toEqual(['a', 'b']);
});

const read = { apiGroups: ['apps'], resources: ['deployments'] };

test.each([
  ['may list and not watch', [{ ...read, verbs: ['list'] }]],
  ['may only read this one', [{ ...read, verbs: ['get'], resourceNames: ['backend'] }]],
  ['may watch only this one', [{ ...read, verbs: ['list', 'watch'], resourceNames: ['backend'] }]],
])('a user who %s follows it all the same', async (_, rules) => {
  const namespace = await ownNamespace();
  await namespace.apply(deployment({ name: 'backend', replicas: 0 }));
  const wanted = [await identityOf(namespace, 'Deployment', 'backend')];
  const { kubernetes } = opened(await namespace.users.certificate('dev', rules));
  const change = () => namespace.patch('Deployment', 'backend', { metadata: { labels: { changed: 'yes' } } });
  await told(
    kubernetes,
    wanted,
    (events) =>
      events.some(
        ({ kind, workload }) => kind === 'now' && workload.object.metadata?.labels?.['changed'] === 'yes',
      ),
    change,
  );
});

async function proxied(namespace: LabNamespace) {
  const proxy = await startApiProxy((await sharedKubernetes()).access, namespace.kubeconfig);
  onTestFinished(() => proxy.stop());
  return proxy;
}

test('a dropped watch goes on', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(deployment({ name: 'backend', replicas: 0 }));
  const wanted = [await identityOf(namespace, 'Deployment', 'backend')];
  const proxy = await proxied(namespace);
  const { kubernetes } = opened(proxy.kubeconfig);
  const change = async () => {
    await expect.poll(() => proxy.requests.filter(({ isWatch }) => isWatch).length).toBe(1);
    proxy.cutWatches();
    await namespace.patch('Deployment', 'backend', { metadata: { labels: { changed: 'yes' } } });
  };
  await told(
    kubernetes,
    wanted,
    (events) =>
      events.some(
        ({ kind, workload }) => kind === 'now' && workload.object.metadata?.labels?.['changed'] === 'yes',
      ),
    change,
  );
});

test('an API server that is gone in the middle is told after the patience, and not before', async () => {
  const namespace = await ownNamespace();
  await namespace.apply(deployment({ name: 'backend', replicas: 0 }));
  const wanted = [await identityOf(namespace, 'Deployment', 'backend')];
  const proxy = await proxied(namespace);
  const { kubernetes } = opened(proxy.kubeconfig);
  const follow = async () => {
    const options = { signal: AbortSignal.timeout(30_000), patienceMs: 2_000 };
    for await (const { kind } of kubernetes.workloads.follow(wanted, options))
      if (kind === 'now') await proxy.refuse();
  };
  const error = await failureOf(follow());
  expect(error).toBeInstanceOf(UnreachableError);
  expect(error.message).toBe(
    `Can't reach ${kubernetes.server} to list the deployments in the namespace ${namespace.name}: nothing listens there (connection refused).`,
  );
});
