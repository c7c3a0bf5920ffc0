import { randomBytes } from 'node:crypto';
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import type { PodObject, WorkloadObject } from '../../../src/lib/k8s/objects.js';
import { closedPort } from '../../lab/faulty-listeners.js';
import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import {
  cronJob,
  daemonSet,
  deployment,
  pdb,
  rollout,
  secret,
  statefulSet,
} from '../../lab/kubernetes/objects.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';

let kubernetes: KubernetesLab;

beforeAll(async () => {
  kubernetes = await sharedKubernetes();
});

async function freshNamespace(): Promise<LabNamespace> {
  const namespace = await kubernetes.namespace('lab');
  onTestFinished(namespace.remove);
  return namespace;
}

const variable = 'KAFKA_BOOTSTRAP_SERVERS';
const fromSecret = { [variable]: { secret: 'kafka', key: variable } };

/** The state of the first container of the first pod, once it says `reason`. */
function waitingFor(namespace: LabNamespace, reason: string): Promise<PodObject> {
  return namespace.until(async () => {
    const pods = await namespace.list<PodObject>('Pod');
    return pods.find(({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason === reason);
  });
}

test('a Deployment rolls, and its new pods have what the secret says by then', async () => {
  const namespace = await freshNamespace();
  await namespace.apply(secret('kafka', { [variable]: 'old:9092', PORT: '1' }));
  const volumes = { '/secrets': 'kafka' };
  const envFrom = [{ secret: 'kafka', prefix: 'APP_' }];
  await namespace.apply(deployment({ name: 'orders', replicas: 2, env: fromSecret, volumes, envFrom }));
  await namespace.rolledOut('deployment/orders');
  const before = await namespace.list<PodObject>('Pod');
  await namespace.patch('Secret', 'kafka', { stringData: { [variable]: 'new:9092' } });

  await namespace.kubectl(['rollout', 'restart', 'deployment/orders']);
  await namespace.rolledOut('deployment/orders');

  const [pod, ...others] = await namespace.until(async () => {
    const pods = await namespace.list<PodObject>('Pod');
    return pods.length === 2 ? pods : undefined;
  });
  expect(others).toHaveLength(1);
  expect(before.map(({ metadata }) => metadata?.uid)).not.toContain(pod?.metadata?.uid);
  expect(await namespace.kubectl(['logs', 'deployment/orders'])).toBe(
    `APP_${variable}=new:9092\nAPP_PORT=1\n${variable}=new:9092\n/secrets/${variable}=new:9092\n/secrets/PORT=1\n`,
  );
});

test('every kind of workload gets ready on the node it asks for', async () => {
  const namespace = await freshNamespace();
  await namespace.apply(statefulSet({ name: 'ledger', replicas: 2 }));
  await namespace.apply(daemonSet({ name: 'agent' }));
  await namespace.apply(deployment({ name: 'many', replicas: 20, node: 'kwok' }));
  await namespace.apply(cronJob({ name: 'nightly' }));
  await namespace.apply(pdb('ledger', { maxUnavailable: 1 }));

  await namespace.rolledOut('statefulset/ledger', 'daemonset/agent', 'deployment/many');
  await namespace.kubectl(['create', 'job', '--from=cronjob/nightly', 'by-hand']);
  await namespace.kubectl(['wait', '--for=condition=complete', '--timeout=20s', 'job/by-hand']);

  const many = await namespace.kubectl([
    'get',
    'pods',
    '-l',
    'app=many',
    '-o',
    'jsonpath={.items[*].spec.nodeName}',
  ]);
  expect(new Set(many.split(' '))).toEqual(new Set(['kwok']));
  const agents = await namespace.kubectl([
    'get',
    'pods',
    '-l',
    'app=agent',
    '-o',
    'jsonpath={.items[*].spec.nodeName}',
  ]);
  expect(agents).toBe('stand-in');
  const allowed = await namespace.until(async () => {
    const { status } = await namespace.read<{ status?: { disruptionsAllowed?: number } }>(
      'PodDisruptionBudget',
      'ledger',
    );
    return status?.disruptionsAllowed === 1 ? status.disruptionsAllowed : undefined;
  });
  expect(allowed).toBe(1);
});

test('a user has the rights that were given, and no more', async () => {
  const namespace = await freshNamespace();
  await namespace.apply(secret('kafka', { [variable]: 'a:1' }));
  const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }];
  const narrow = [
    await namespace.users.certificate('dev', rules),
    await namespace.users.token('robot', rules),
    await namespace.users.execPlugin('plugin', rules),
  ];
  for (const kubeconfig of narrow) {
    expect(await namespace.kubectl(['get', 'secret', 'kafka', '-o', 'name'], kubeconfig)).toBe(
      'secret/kafka\n',
    );
    await expect(namespace.kubectl(['delete', 'secret', 'kafka'], kubeconfig)).rejects.toThrow(
      'is forbidden',
    );
  }
  await expect(
    namespace.kubectl(['get', 'pods'], await namespace.users.expiredToken('late')),
  ).rejects.toThrow(/logged in|Unauthorized/);
  await expect(namespace.kubectl(['get', 'pods'], await namespace.users.invalidToken())).rejects.toThrow(
    /logged in|Unauthorized/,
  );
  await expect(namespace.kubectl(['get', 'pods'], await namespace.users.wrongAuthority())).rejects.toThrow(
    'x509',
  );
  await expect(
    namespace.kubectl(['get', 'pods'], await namespace.users.failingPlugin('the session has expired')),
  ).rejects.toThrow('the session has expired');
  await expect(
    namespace.kubectl(['get', 'pods'], await namespace.users.admin({ currentContext: 'gone' })),
  ).rejects.toThrow('gone');
});

test('a container that exits is in CrashLoopBackOff, says why, and starts again with the secret as it is then', async () => {
  const namespace = await freshNamespace();
  await namespace.apply(secret('kafka', { [variable]: 'broken:9092' }));
  const annotations = {
    'exops.test/exit-if': '^broken',
    'exops.test/log': 'connecting\nno such host',
    'exops.test/termination-message': 'gave up',
    'exops.test/back-off': '200ms',
  };
  await namespace.apply(deployment({ name: 'orders', env: fromSecret, annotations }));

  const pod = await waitingFor(namespace, 'CrashLoopBackOff');

  expect(pod.status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({
    exitCode: 1,
    message: 'gave up',
  });
  const name = pod.metadata?.name ?? '';
  expect(await namespace.kubectl(['logs', '--previous', name])).toBe('connecting\nno such host\n');
  expect(await namespace.kubectl(['logs', '--tail=1', name])).toBe('no such host\n');
  await namespace.patch('Secret', 'kafka', { stringData: { [variable]: 'mended:9092' } });
  await namespace.rolledOut('deployment/orders');
});

test.each([
  ['a missing secret', { env: fromSecret }, 'CreateContainerConfigError', 'secret "kafka" not found'],
  [
    'an image that is not there',
    { annotations: { 'exops.test/image-error': 'true' } },
    'ImagePullBackOff',
    'Back-off pulling image "registry.test/app:1"',
  ],
])('%s keeps a container from starting', async (_, draft, reason, words) => {
  const namespace = await freshNamespace();
  await namespace.apply(deployment({ name: 'orders', ...draft }));
  const pod = await waitingFor(namespace, reason);
  expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.message).toContain(words);
});

test('a missing key keeps a container from starting, until it is there', async () => {
  const namespace = await freshNamespace();
  await namespace.apply(secret('kafka', { OTHER: '1' }));
  await namespace.apply(deployment({ name: 'orders', env: fromSecret }));
  const pod = await waitingFor(namespace, 'CreateContainerConfigError');
  expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.message).toBe(
    `couldn't find key ${variable} in Secret ${namespace.name}/kafka`,
  );
  await namespace.patch('Secret', 'kafka', { stringData: { [variable]: randomBytes(4).toString('hex') } });
  await namespace.rolledOut('deployment/orders');
});

test('readiness dials the brokers that the secret names', async () => {
  const namespace = await freshNamespace();
  const closed = await closedPort();
  onTestFinished(closed.stop);
  const annotations = { 'exops.test/probe': 'tcp' };
  await namespace.apply(secret('kafka', { [variable]: `127.0.0.1:${closed.port}` }));
  await namespace.apply(deployment({ name: 'orders', env: fromSecret, annotations }));
  await namespace.until(async () => {
    const [pod] = await namespace.list<PodObject>('Pod');
    return pod?.status?.phase === 'Running' ? pod : undefined;
  });
  await expect(namespace.kubectl(['rollout', 'status', '--timeout=1s', 'deployment/orders'])).rejects.toThrow(
    'timed out',
  );
  await namespace.patch('Secret', 'kafka', { stringData: { [variable]: inject('kafka').bootstrap } });
  await namespace.kubectl(['rollout', 'restart', 'deployment/orders']);
  await namespace.rolledOut('deployment/orders');
});

test('init containers come first, and what no node takes stays pending', async () => {
  const namespace = await freshNamespace();
  await namespace.apply(secret('kafka', { [variable]: 'broken:9092' }));
  const env = [{ name: variable, valueFrom: { secretKeyRef: { name: 'kafka', key: variable } } }];
  const spec = { initContainers: [{ name: 'migrate', image: 'registry.test/migrate:1', env }] };
  const annotations = { 'exops.test/init-exit-if': 'broken', 'exops.test/back-off': '200ms' };
  await namespace.apply(deployment({ name: 'orders', spec, annotations }));
  const pod = await namespace.until(async () => {
    const [found] = await namespace.list<PodObject>('Pod');
    return found?.status?.initContainerStatuses?.[0]?.lastState === undefined ? undefined : found;
  });
  expect(pod.status?.phase).toBe('Pending');
  expect(pod.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('PodInitializing');
  await namespace.patch('Secret', 'kafka', { stringData: { [variable]: 'mended:9092' } });
  await namespace.rolledOut('deployment/orders');
  await namespace.apply(
    deployment({ name: 'huge', annotations: { 'exops.test/unschedulable': '0/2 nodes are available' } }),
  );
  const condition = await namespace.until(async () => {
    const [huge] = await namespace.list<PodObject>('Pod', 'app=huge');
    return huge?.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  });
  expect(condition).toMatchObject({ reason: 'Unschedulable', message: '0/2 nodes are available' });
});

test('a Rollout is restarted by its restartAt', async () => {
  const namespace = await freshNamespace();
  await namespace.apply(rollout({ name: 'orders', replicas: 2 }));
  const settled = (restartedAt?: string): Promise<WorkloadObject> =>
    namespace.until(async () => {
      const found = await namespace.read<WorkloadObject>('Rollout', 'orders');
      const { phase, availableReplicas, restartedAt: at } = found.status ?? {};
      return phase === 'Healthy' && availableReplicas === 2 && at === restartedAt ? found : undefined;
    });
  await settled();
  const uids = async (): Promise<readonly (string | undefined)[]> =>
    (await namespace.list<PodObject>('Pod')).map(({ metadata }) => metadata?.uid);
  const before = await uids();
  const restartAt = new Date(Date.now() + 1_000).toISOString().replace(/\.\d+Z/, 'Z');

  await namespace.patch('Rollout', 'orders', { spec: { restartAt } });

  await settled(restartAt);
  expect((await uids()).filter((uid) => before.includes(uid))).toEqual([]);
});
