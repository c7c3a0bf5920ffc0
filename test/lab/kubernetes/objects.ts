import { nodeLabel, standInNode } from './node/node.js';
import type { KubernetesObject } from './resources.js';

/** How a workload's pods get at a secret; several at once are fine. */
export interface PodDraft {
  /** Variables by name: a text, or the key of a secret. */
  readonly env?: Readonly<Record<string, string | { readonly secret: string; readonly key: string }>>;
  /** Names of secrets, all of whose keys become variables. */
  readonly envFrom?: readonly (string | { readonly secret: string; readonly prefix: string })[];
  /** Secrets by the path that they are mounted at. */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Steers the node stand-in: `{ 'exops.test/probe': 'tcp' }`, see `node/behavior.ts`. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** `stand-in` when left out; `kwok` for pods in great numbers. */
  readonly node?: 'stand-in' | 'kwok';
  /** Fields of the pod's `spec` that win over the lab's. */
  readonly spec?: Readonly<Record<string, unknown>>;
}

export interface WorkloadDraft extends PodDraft {
  readonly name: string;
  /** 1 when left out. */
  readonly replicas?: number;
  /** Fields of the workload's `spec` that win over the lab's. */
  readonly workload?: Readonly<Record<string, unknown>>;
}

export function deployment(draft: WorkloadDraft): KubernetesObject {
  return workload('apps/v1', 'Deployment', draft, { replicas: draft.replicas ?? 1 });
}

export function statefulSet(draft: WorkloadDraft): KubernetesObject {
  return workload('apps/v1', 'StatefulSet', draft, {
    replicas: draft.replicas ?? 1,
    serviceName: draft.name,
  });
}

export function daemonSet(draft: WorkloadDraft): KubernetesObject {
  return workload('apps/v1', 'DaemonSet', draft, {});
}

/** Of Argo Rollouts; `rollouts.ts` says what stands in for its controller. */
export function rollout(draft: WorkloadDraft): KubernetesObject {
  return workload('argoproj.io/v1alpha1', 'Rollout', draft, { replicas: draft.replicas ?? 1 });
}

/** Runs at midnight of each 29th of February, if not told to run by a test. */
export function cronJob(draft: WorkloadDraft): KubernetesObject {
  const { name } = draft;
  const template = podTemplate(name, draft, { restartPolicy: 'Never' });
  const jobTemplate = { spec: { template } };
  const spec = { schedule: '0 0 29 2 *', jobTemplate, ...draft.workload };
  return { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name }, spec };
}

/** Texts by key. */
export function secret(
  name: string,
  texts: Readonly<Record<string, string>>,
  fields: Readonly<Record<string, unknown>> = {},
): KubernetesObject {
  const data = Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [key, Buffer.from(text).toString('base64')]),
  );
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data, ...fields };
}

/** For the pods of the workload of that name. */
export function pdb(name: string, spec: Readonly<Record<string, unknown>>): KubernetesObject {
  const selector = { matchLabels: { app: name } };
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name },
    spec: { selector, ...spec },
  };
}

function workload(
  apiVersion: string,
  kind: string,
  draft: WorkloadDraft,
  fields: Readonly<Record<string, unknown>>,
): KubernetesObject {
  const { name } = draft;
  const labels = { app: name };
  const spec = {
    ...fields,
    selector: { matchLabels: labels },
    template: podTemplate(name, draft),
    ...draft.workload,
  };
  return { apiVersion, kind, metadata: { name, labels }, spec };
}

function podTemplate(name: string, draft: PodDraft, fields: Readonly<Record<string, unknown>> = {}): object {
  const { env = {}, envFrom = [], volumes = {}, annotations = {}, node = standInNode } = draft;
  const mounts = Object.entries(volumes).map(([mountPath, secretName], index) => ({
    name: `secret-${index}`,
    mountPath,
    secretName,
  }));
  const container = {
    name: 'app',
    image: 'registry.test/app:1',
    env: Object.entries(env).map(([variable, value]) =>
      typeof value === 'string'
        ? { name: variable, value }
        : { name: variable, valueFrom: { secretKeyRef: { name: value.secret, key: value.key } } },
    ),
    envFrom: envFrom.map((from) =>
      typeof from === 'string'
        ? { secretRef: { name: from } }
        : { prefix: from.prefix, secretRef: { name: from.secret } },
    ),
    volumeMounts: mounts.map(({ name: volume, mountPath }) => ({ name: volume, mountPath })),
  };
  return {
    metadata: { labels: { app: name }, annotations },
    spec: {
      containers: [container],
      volumes: mounts.map(({ name: volume, secretName }) => ({ name: volume, secret: { secretName } })),
      nodeSelector: { [nodeLabel]: node },
      terminationGracePeriodSeconds: 0,
      ...fields,
      ...draft.spec,
    },
  };
}
