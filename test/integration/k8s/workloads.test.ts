import { expect, test } from 'vitest';
import { GoneError } from '../../../src/lib/k8s/errors.js';
import type { Workload, WorkloadIdentity } from '../../../src/lib/k8s/kubernetes.js';
import { cronJob, daemonSet, deployment, pdb, rollout, statefulSet } from '../../lab/kubernetes/objects.js';
import { failureOf, flat, opened, ownNamespace } from './opened-kubernetes.js';

const stamp = '2026-11-21T10:00:00Z';

async function must(work: Promise<Workload | undefined>): Promise<Workload> {
  const found = await work;
  if (found === undefined) throw new Error('It is gone.');
  return found;
}

test('workloads of each kind are found, and what can not be restarted', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  await namespace.apply(deployment({ name: 'backend', replicas: 2 }));
  await namespace.apply(statefulSet({ name: 'shard' }));
  await namespace.apply(daemonSet({ name: 'agent' }));
  await namespace.apply(cronJob({ name: 'nightly' }));
  await namespace.apply(pdb('backend', { maxUnavailable: 1 }));
  await namespace.kubectl(['run', 'bare', '--image=registry.test/app:1']);
  await namespace.rolledOut('deployment/backend');

  for (const [kind, name] of [
    ['Deployment', 'backend'],
    ['StatefulSet', 'shard'],
    ['DaemonSet', 'agent'],
  ] as const) {
    const found = await flat(kubernetes.workloads.pages(kind));
    expect(found.map((workload) => [workload.kind, workload.name])).toEqual([[kind, name]]);
    expect(found[0]?.uid).toBe(
      await namespace.kubectl(['get', kind, name, '-o', 'jsonpath={.metadata.uid}']),
    );
  }
  const names = async (kind: 'Pod' | 'ReplicaSet' | 'CronJob' | 'Job') =>
    (await flat(kubernetes.workloads.unrestartable(kind))).map(({ name }) => name);
  expect(await names('Pod')).toEqual(['bare']);
  expect(await names('ReplicaSet')).toEqual([]);
  expect(await names('CronJob')).toEqual(['nightly']);
  expect(await names('Job')).toEqual([]);
  expect((await kubernetes.budgets()).map(({ spec }) => spec?.maxUnavailable)).toEqual([1]);
  expect(
    await kubernetes.pods.of(await must(kubernetes.workloads.read({ kind: 'Deployment', name: 'backend' }))),
  ).toHaveLength(2);
});

test('more than a page of them is read in pages', async () => {
  const namespace = await ownNamespace();
  const { kubernetes, events } = opened(namespace.kubeconfig);
  const many = Array.from({ length: 501 }, (_, nth) => cronJob({ name: `c-${nth}` }));
  const path = `/apis/batch/v1/namespaces/${namespace.name}/cronjobs`;
  await Promise.all(many.map((each) => namespace.api.call('POST', path, each)));
  const sizes: number[] = [];
  for await (const page of kubernetes.workloads.unrestartable('CronJob')) sizes.push(page.length);
  expect(sizes).toEqual([500, 1]);
  expect(events).toHaveLength(2);
});

test('a Deployment restarts, and keeps its old pods when its template is put back', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  await namespace.apply(deployment({ name: 'backend', replicas: 2 }));
  await namespace.rolledOut('deployment/backend');
  const before = await must(kubernetes.workloads.read({ kind: 'Deployment', name: 'backend' }));
  const hashes = async () => {
    const pods = await kubernetes.pods.of(before);
    return new Set(pods.map(({ metadata }) => metadata?.labels?.['pod-template-hash']));
  };
  const old = await hashes();

  const after = await kubernetes.workloads.setRestartedAt(before, stamp);
  expect(after.object.metadata?.generation).toBe((before.object.metadata?.generation ?? 0) + 1);
  expect(after.object.spec?.template?.metadata?.annotations).toEqual({
    'kubectl.kubernetes.io/restartedAt': stamp,
  });
  await namespace.rolledOut('deployment/backend');
  await expect.poll(hashes).not.toEqual(old);

  const back = await kubernetes.workloads.setRestartedAt(before, null);
  expect(back.object.spec?.template?.metadata?.annotations ?? {}).toEqual({});
  await namespace.rolledOut('deployment/backend');
  await expect.poll(hashes).toEqual(old);
});

test('a Rollout restarts by its own field, under the same lock', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  await namespace.apply(rollout({ name: 'canary', replicas: 0 }));
  const [found] = await flat(kubernetes.workloads.pages('Rollout'));
  if (found === undefined) throw new Error('It is gone.');
  await kubernetes.workloads.setRestartedAt(found, stamp);
  expect(await namespace.kubectl(['get', 'rollout', 'canary', '-o', 'jsonpath={.spec.restartAt}'])).toBe(
    stamp,
  );
  await kubernetes.workloads.setRestartedAt(found, null);
  expect(await namespace.kubectl(['get', 'rollout', 'canary', '-o', 'jsonpath={.spec.restartAt}'])).toBe('');
  const other = { ...found, uid: '00000000-0000-0000-0000-000000000000' };
  expect(await failureOf(kubernetes.workloads.setRestartedAt(other, stamp))).toBeInstanceOf(GoneError);
});

test('another workload of the same name is left alone', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  const made = await namespace.apply(statefulSet({ name: 'shard', replicas: 0 }));
  const other: WorkloadIdentity = {
    kind: 'StatefulSet',
    name: 'shard',
    uid: '00000000-0000-0000-0000-000000000000',
  };
  const error = await failureOf(kubernetes.workloads.setRestartedAt(other, stamp));
  expect(error).toBeInstanceOf(GoneError);
  expect(error.message).toMatch(
    /^Can't restart statefulset\/shard in the namespace adapter-\w+: another of that name is there now\.$/,
  );
  const now = await namespace.read<{ metadata: { generation: number } }>('StatefulSet', 'shard');
  expect(now.metadata.generation).toBe((made.metadata as { generation?: number }).generation);
});

test('this very pod is deleted, and no other of its name', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  await namespace.apply(statefulSet({ name: 'shard' }));
  await namespace.rolledOut('statefulset/shard');
  const shard = await must(kubernetes.workloads.read({ kind: 'StatefulSet', name: 'shard' }));
  const [pod] = await kubernetes.pods.of(shard);
  const { name = '', uid = '' } = pod?.metadata ?? {};
  await kubernetes.pods.delete({ name, uid: '00000000-0000-0000-0000-000000000000' });
  expect((await kubernetes.pods.of(shard))[0]?.metadata?.uid).toBe(uid);
  await kubernetes.pods.delete({ name, uid });
  const uidNow = async () => (await kubernetes.pods.of(shard))[0]?.metadata?.uid;
  await expect.poll(async () => ![undefined, uid].includes(await uidNow())).toBe(true);
  await kubernetes.pods.delete({ name: 'no-such-pod', uid });
});

test('the last lines of a log are read, also of the run before', async () => {
  const namespace = await ownNamespace();
  const { kubernetes } = opened(namespace.kubeconfig);
  const annotations = {
    'exops.test/exit-if': '^bad',
    'exops.test/log': 'connecting\nno such host',
    'exops.test/back-off': '1h',
  };
  await namespace.apply(
    deployment({ name: 'orders', env: { KAFKA_BOOTSTRAP_SERVERS: 'bad:1' }, annotations }),
  );
  const orders = await must(kubernetes.workloads.read({ kind: 'Deployment', name: 'orders' }));
  const pod = await namespace.until(async () => {
    const [found] = await kubernetes.pods.of(orders);
    return found?.status?.containerStatuses?.[0]?.lastState?.terminated && found.metadata?.name;
  });
  const options = { container: 'app', previous: true };
  expect(await kubernetes.pods.lastLines(pod, { ...options, lines: 1 })).toEqual(['no such host']);
  expect(await kubernetes.pods.lastLines(pod, { ...options, lines: 9 })).toEqual([
    'connecting',
    'no such host',
  ]);
  expect(await kubernetes.pods.lastLines('no-such-pod', { ...options, lines: 9 })).toEqual([]);
});
