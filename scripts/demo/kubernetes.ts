import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClusterBroker } from '../../test/lab/kafka/cluster.js';
import { installKubernetes } from '../../test/lab/kubernetes/install.js';
import type { LabNamespace } from '../../test/lab/kubernetes/namespace.js';
import { daemonSet, deployment, secret, statefulSet } from '../../test/lab/kubernetes/objects.js';
import { resourcePath } from '../../test/lab/kubernetes/resources.js';
import { type StartedKubernetes, startKubernetes } from '../../test/lab/kubernetes/start.js';
import { requireCommand } from '../../test/lab/ssh/debian-packages.js';
import { playAll, type Step, say } from './play.js';

/** Why a part of the demo wasn't played: this machine can't have what it needs. */
export interface Skipped {
  readonly skipped: string;
}

const secretName = 'dev-matching-engine-secrets';
const key = 'KAFKA_BOOTSTRAP_SERVERS';

/** Where Kafka is, where it moves to, and a broker beside that: all of one cluster. */
export interface Move {
  readonly clusterId: string;
  readonly from: ClusterBroker;
  readonly to: ClusterBroker;
  readonly beside: ClusterBroker;
}

/** Kafka moves, the workloads that use it follow, and the broker that it moved away from is gone for good. */
export async function playKubernetes(folder: string, move: Move): Promise<boolean | Skipped> {
  say('Starting Kubernetes, a real control plane (the first time it is built, which takes some minutes) …');
  try {
    await requireCommand('openssl', 'openssl', 'Kubernetes needs certificates');
    await installKubernetes();
  } catch (error) {
    return { skipped: `Kubernetes can't be built here: ${(error as Error).message}` };
  }
  const kubernetes = await startKubernetes({ kwok: false });
  try {
    const namespace = await startApplications(kubernetes, move.from.bootstrap);
    try {
      const own = await writeConfiguration(folder, kubernetes, namespace, move);
      return await playAll(steps(own, namespace, move), folder);
    } finally {
      await namespace.remove();
    }
  } finally {
    await kubernetes.stop();
  }
}

function steps(folder: string, { kubeconfig }: LabNamespace, { from, to, beside }: Move): Step[] {
  const common = { folder, env: { KUBECONFIG: kubeconfig } };
  const patch = ['k8s', 'patch-bootstrap'];
  return [
    {
      say: `Kafka moves from ${from.bootstrap} to ${to.bootstrap}. A pod gets ready when it reaches its broker:`,
      ...{ ...common, args: patch, answer: 'y' },
    },
    {
      say: `The broker at ${from.bootstrap} is switched off. Nobody needs it any more:`,
      ...{ ...common, args: ['k8s', 'status'], prepare: () => switchOff(from) },
    },
    {
      say: 'Two servers would be safer, but one application crashes on a list. All is put back:',
      ...{ ...common, args: [...patch, '--servers', `${to.bootstrap},${beside.bootstrap}`] },
      ...{ answer: 'y', ends: 1 },
    },
  ];
}

/** Ends when a pod that still needed it wouldn't be ready any more. */
async function switchOff(broker: ClusterBroker): Promise<void> {
  await broker.kill();
  await sleep(1_000);
}

/** Three workloads whose pods run with a broker. */
async function startApplications(lab: StartedKubernetes, bootstrap: string): Promise<LabNamespace> {
  const namespace = await lab.namespace('exchange-dev');
  const env = { [key]: { secret: secretName, key } };
  const annotations = { 'exops.test/probe': 'tcp' };
  const crashing = {
    ...annotations,
    'exops.test/exit-if': ',',
    'exops.test/log': `engine: ${key} must name one broker, not a list`,
  };
  const texts = { [key]: bootstrap, DB_PASSWORD: 'never-shown' };
  // Not by `apply`: exops would warn of who applies.
  await namespace.api.call('POST', resourcePath('Secret', namespace.name), secret(secretName, texts));
  await Promise.all([
    namespace.apply(deployment({ name: 'matching-engine', replicas: 3, env, annotations: crashing })),
    namespace.apply(statefulSet({ name: 'ledger', replicas: 2, envFrom: [secretName], annotations })),
    namespace.apply(daemonSet({ name: 'audit', volumes: { '/secrets': secretName }, annotations })),
  ]);
  await namespace.rolledOut('deployment/matching-engine', 'statefulset/ledger', 'daemonset/audit');
  return namespace;
}

/** @returns the folder whose `exops.yaml` says where Kafka is to be found now, and who uses it */
async function writeConfiguration(
  folder: string,
  { access }: StartedKubernetes,
  { name }: LabNamespace,
  { clusterId, to }: Move,
): Promise<string> {
  const own = join(folder, 'kubernetes');
  await mkdir(own);
  const lines = [
    'version: 1',
    'environments:',
    '  dev:',
    `    cluster: { brokers: "${to.bootstrap}", clusterId: "${clusterId}" }`,
    '    kubernetes:',
    '      context: lab',
    `      namespace: ${name}`,
    `      clusterEndpoint: ${access.server}`,
    `      bootstrap: [{ secret: ${secretName}, key: ${key} }]`,
  ];
  await writeFile(join(own, 'exops.yaml'), `${lines.join('\n')}\n`);
  return own;
}
