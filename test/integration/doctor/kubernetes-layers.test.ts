import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { PodObject } from '../../../src/lib/k8s/objects.js';
import { deployment, secret, statefulSet } from '../../lab/kubernetes/objects.js';
import { freePort } from '../../lab/ports.js';
import { run } from '../../run.js';
import {
  applied,
  brokers,
  createSecret,
  folderOf,
  freshNamespace,
  fromSecret,
  look,
  variable,
} from './kubernetes-scene.js';

const servers = brokers.join(',');

test('a healthy set-up gives no alarm, whatever the order, and a part of the brokers is enough', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, brokers.toReversed().join(','));
  await namespace.apply(secret('other', { SERVERS: 'b-2.exchange.example:9092' }));
  await applied(
    namespace,
    deployment({ name: 'backend', replicas: 2, env: fromSecret }),
    statefulSet({ name: 'ledger', volumes: { '/secrets': 'kafka' } }),
    deployment({
      name: 'gateway',
      env: {
        SPRING_KAFKA_BOOTSTRAP_SERVERS: servers,
        KAFKA_HOST: 'b-1.exchange.example',
        KAFKA_PORT: '9092',
      },
    }),
  );
  const kubernetes = `bootstrap: [{ secret: kafka, key: ${variable} }, { secret: other, key: SERVERS }]`;

  const { layer, alarms } = await look(namespace, { kubernetes });

  expect(alarms).toEqual([]);
  expect(layer('kubernetes').findings.map(({ saw }) => saw)).toEqual([
    `context lab, namespace ${namespace.name}: answers, and lets us read`,
  ]);
  expect(layer('secret').findings.map(({ saw }) => saw)).toEqual([
    `kafka ${variable}: ${brokers.toReversed().join(',')}`,
    'other SERVERS: b-2.exchange.example:9092',
  ]);
  expect(layer('pods').findings.map(({ saw }) => saw)).toEqual([
    '2 workloads with 3 pods, none from before the last change',
  ]);
  expect(layer('applications').findings.map(({ saw }) => saw)).toEqual([
    '6 settings of the form that clients take',
  ]);
});

test('a stale secret, and pods that were started with it', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, '10.0.11.8:9092');
  await applied(namespace, deployment({ name: 'backend', env: fromSecret }));

  const stale = await look(namespace);

  expect(stale.alarms).toEqual(['secret broken bootstrap-stale']);
  expect(stale.layer('secret').findings).toEqual([
    {
      ...{ verdict: 'broken', problem: 'bootstrap-stale', isRight: false, fix: { kind: 'patch bootstrap' } },
      saw: `kafka ${variable}: 10.0.11.8:9092, and the cluster is at ${servers}`,
      next: ["Set today's brokers, and restart what reads them:", 'exops k8s patch-bootstrap'],
    },
  ]);

  await sleep(2_100);
  const patch = JSON.stringify({ stringData: { [variable]: servers } });
  await namespace.kubectl(['patch', 'secret', 'kafka', '-p', patch]);
  const old = await look(namespace);

  expect(old.alarms).toEqual(['pods broken pods-out-of-date']);
  expect(old.layer('pods').findings[0]?.saw).toMatch(
    /^deployment\/backend: out of date; started with before the change of \S+ \S+ UTC \(kubectl-patch\)$/,
  );
  expect(old.layer('pods').findings[0]?.next).toEqual([
    'Restart what reads the key:',
    'exops k8s patch-bootstrap --restart',
  ]);
});

test('a broker that is gone is a warning: clients begin with the others', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, 'b-1.exchange.example:9092,b-9.exchange.example:9092');

  const { alarms, layer } = await look(namespace);

  expect(alarms).toEqual(['secret warning bootstrap-broker-gone']);
  expect(layer('secret').findings[0]?.saw).toBe(
    `kafka ${variable}: b-9.exchange.example:9092 is no broker of the cluster any more; it is at ${servers}`,
  );
});

test('a missing key, a missing secret, a missing namespace', async () => {
  const namespace = await freshNamespace();
  const noSecret = await look(namespace);
  expect(noSecret.alarms).toEqual(['secret broken bootstrap-secret-missing']);
  await createSecret(namespace, servers, 'OTHER');
  await namespace.apply(deployment({ name: 'backend', env: fromSecret }));
  await waitingFor(namespace, 'backend', 'CreateContainerConfigError');

  const noKey = await look(namespace);

  expect(noKey.alarms).toEqual(['secret broken bootstrap-key-missing', 'pods broken pods-held-up']);
  expect(noKey.layer('secret').findings[0]).toMatchObject({
    saw: `kafka ${variable}: there is no such key; it has OTHER, PASSWORD`,
    next: ['Add the key, and restart what reads it:', 'exops k8s patch-bootstrap --create-key'],
  });
  const nowhere = await look(namespace, { namespace: 'nowhere-at-all' });
  expect(nowhere.alarms).toEqual(['kubernetes broken namespace-missing']);
  expect(nowhere.layer('secret')).toMatchObject({ status: 'not reached', because: 'kubernetes' });
});

test('pods that crash, and pods whose image is not there', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, servers);
  const crash = { 'exops.test/exit-if': '.', 'exops.test/back-off': '60s' };
  await namespace.apply(deployment({ name: 'crashing', env: fromSecret, annotations: crash }));
  await namespace.apply(
    deployment({ name: 'imageless', env: fromSecret, annotations: { 'exops.test/image-error': 'true' } }),
  );
  await waitingFor(namespace, 'crashing', 'CrashLoopBackOff');
  await waitingFor(namespace, 'imageless', 'ImagePullBackOff', 'ErrImagePull');

  const { alarms, layer } = await look(namespace);

  expect(alarms).toEqual(['pods broken pods-crash', 'pods broken pods-image']);
  const [crashing, imageless] = layer('pods').findings;
  expect(crashing?.saw).toMatch(
    /^deployment\/crashing: 1 of 1 pod in trouble: crashing-\S+ CrashLoopBackOff, exit 1$/,
  );
  expect(crashing?.next[1]).toMatch(
    /^kubectl --kubeconfig \S+ --context lab --namespace \S+ logs crashing-\S+ -c app --previous --tail=20$/,
  );
  expect(imageless?.saw).toMatch(
    /^deployment\/imageless: 1 of 1 pod in trouble: imageless-\S+ (ImagePullBackOff|ErrImagePull)$/,
  );
});

test('a context that is not there, a server that is not, a certificate of another, credentials that are refused', async () => {
  const namespace = await freshNamespace();
  const { users } = namespace;

  const context = await look(namespace, { context: 'elsewhere' });
  expect(context.alarms).toEqual(['kubernetes broken context-unusable']);
  const server = `https://127.0.0.1:${await freePort()}`;
  const gone = await look(namespace, { kubeconfig: await users.admin({ server }) });
  expect(gone.alarms).toEqual(['kubernetes broken api-server-unreachable']);
  expect(gone.layer('kubernetes').findings[0]?.saw).toContain('nothing listens there (connection refused)');
  const other = await look(namespace, { kubeconfig: await users.wrongAuthority() });
  expect(other.alarms).toEqual(['kubernetes broken api-server-certificate']);
  const token = await look(namespace, { kubeconfig: await users.invalidToken() });
  expect(token.alarms).toEqual(['kubernetes broken kubernetes-credentials']);
  expect(token.layer('kubernetes').findings[0]?.isRight).toBe(true);
});

test('rights: none is a break, some are a warning and the rest is looked at', async () => {
  const namespace = await freshNamespace();
  await createSecret(namespace, servers);
  await applied(namespace, deployment({ name: 'backend', env: { KAFKA_HOST: 'b-1:9092' } }));
  const none = await namespace.users.certificate('nobody', []);
  const list = {
    apiGroups: ['apps'],
    resources: ['deployments', 'statefulsets', 'daemonsets'],
    verbs: ['list'],
  };
  const some = await namespace.users.certificate('somebody', [list]);

  const nobody = await look(namespace, { kubeconfig: none });
  const somebody = await look(namespace, { kubeconfig: some });

  expect(nobody.alarms).toEqual(['kubernetes broken kubernetes-right-missing']);
  expect(nobody.layer('kubernetes').findings[0]).toMatchObject({
    saw: `context lab, namespace ${namespace.name}: no right to get secrets/kafka, list deployments, list statefulsets, list daemonsets, list pods`,
    next: ['Have somebody with the right apply the Role that exops needs:', 'exops k8s rbac'],
    isRight: true,
  });
  expect(somebody.alarms).toEqual([
    'kubernetes warning kubernetes-right-missing',
    'applications broken host-with-port',
  ]);
  expect(somebody.layer('secret')).toMatchObject({
    status: 'skipped',
    because: 'no right to read the secrets',
  });
  expect(somebody.layer('pods').status).toBe('skipped');
});

test('without Kubernetes nothing of it is looked at', async () => {
  const namespace = await freshNamespace();
  const cwd = await folderOf(namespace);
  const { stdout } = await run('doctor --brokers b-1.example:9092 -o json --timeout 2s', {
    cwd: `${cwd}/..`,
  });
  const layers: readonly { layer: string; status: string; because: string }[] = JSON.parse(stdout).layers;
  expect(
    layers.filter(({ layer }) => ['kubernetes', 'secret', 'pods', 'applications'].includes(layer)),
  ).toMatchObject(
    ['kubernetes', 'secret', 'pods', 'applications'].map((layer) => ({
      ...{ layer, status: 'skipped', because: 'the environment has no Kubernetes' },
    })),
  );
});

async function waitingFor(
  namespace: Awaited<ReturnType<typeof freshNamespace>>,
  app: string,
  ...reasons: readonly string[]
): Promise<void> {
  await namespace.until(async () => {
    const pods = await namespace.list<PodObject>('Pod', `app=${app}`);
    const found = pods.flatMap(({ status }) => status?.containerStatuses?.[0]?.state?.waiting?.reason ?? []);
    return found.find((reason) => reasons.includes(reason));
  });
}
