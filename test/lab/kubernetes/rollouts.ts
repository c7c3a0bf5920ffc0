import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesApi } from './api.js';
import { rolloutDefinition } from './rollout-definition.js';

interface Meta {
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
  readonly generation?: number;
  readonly creationTimestamp: string;
  readonly deletionTimestamp?: string;
  readonly ownerReferences?: readonly { readonly uid: string }[];
}

interface Rollout {
  readonly metadata: Meta;
  readonly spec: {
    readonly replicas?: number;
    readonly restartAt?: string;
    readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly template: { readonly metadata?: { readonly labels?: object }; readonly spec: object };
  };
  readonly status?: object;
}

interface ReplicaSet {
  readonly metadata: Meta;
  readonly spec: { readonly replicas?: number };
  readonly status?: {
    readonly replicas?: number;
    readonly readyReplicas?: number;
    readonly availableReplicas?: number;
  };
}

export interface RolloutsStandIn {
  stop(): Promise<void>;
}

const all = '/apis/argoproj.io/v1alpha1/rollouts';
const merge = 'application/merge-patch+json';

/**
 * Makes the server know Argo's Rollouts, and stands in for Argo's controller, whose code isn't here: one ReplicaSet for
 * the template as it is, `spec.restartAt` obeyed by deleting one older pod after the other, and the status fields that
 * say so. No steps, no canaries, no analysis, no old ReplicaSets kept.
 */
export async function startRollouts(api: KubernetesApi): Promise<RolloutsStandIn> {
  await api.call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', rolloutDefinition);
  const stopped = new AbortController();
  // Looking again each time is enough for the few that tests make.
  const working = (async () => {
    while (!stopped.signal.aborted) {
      await reconcileAll(api).catch(() => undefined);
      await sleep(100, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopped.abort();
      await working;
    },
  };
}

async function reconcileAll(api: KubernetesApi): Promise<void> {
  const { status, body } = await api.ask('GET', all);
  if (status !== 200) return;
  for (const rollout of (body as { readonly items: readonly Rollout[] }).items) {
    // Whatever fails with one that is being changed is tried again.
    if (rollout.metadata.deletionTimestamp === undefined)
      await reconcile(api, rollout).catch(() => undefined);
  }
}

async function reconcile(api: KubernetesApi, rollout: Rollout): Promise<void> {
  const { metadata, spec } = rollout;
  const { replicas = 1, template } = spec;
  const hash = createHash('sha256').update(JSON.stringify(template)).digest('hex').slice(0, 10);
  const sets = `/apis/apps/v1/namespaces/${metadata.namespace}/replicasets`;
  const { items } = await api.call<{ readonly items: readonly ReplicaSet[] }>('GET', sets);
  const owned = items.filter((set) => isOwnedBy(set.metadata, metadata.uid));
  const name = `${metadata.name}-${hash}`;
  const current = owned.find((set) => set.metadata.name === name);
  if (current === undefined) await api.call('POST', sets, replicaSet(rollout, name, hash));
  else if (current.spec.replicas !== replicas) {
    await api.call('PATCH', `${sets}/${name}`, { spec: { replicas } }, merge);
  }
  const { readyReplicas = 0, availableReplicas = 0, replicas: present = 0 } = current?.status ?? {};
  const isReady = present === replicas && availableReplicas === replicas;
  const old = owned.filter((set) => set !== current);
  if (isReady) for (const set of old) await api.call('DELETE', `${sets}/${set.metadata.name}`);
  const isRestarted = isReady && (await restartOne(api, rollout, current));
  const isHealthy = isRestarted && old.length === 0;
  const status = {
    observedGeneration: `${metadata.generation}`,
    ...{ replicas: present, readyReplicas, availableReplicas, updatedReplicas: present },
    ...{ currentPodHash: hash, phase: isHealthy ? 'Healthy' : 'Progressing' },
    ...(isHealthy && isDue(spec.restartAt) ? { restartedAt: spec.restartAt } : {}),
  };
  // A patch that changes nothing is no event for those who watch.
  await api.call('PATCH', `${pathOf(rollout)}/status`, { status }, merge);
}

const isDue = (restartAt: string | undefined): restartAt is string =>
  restartAt !== undefined && Date.parse(restartAt) <= Date.now();

/** Deletes the oldest pod that should have been started anew; true when there is none. */
async function restartOne(
  api: KubernetesApi,
  { metadata: { namespace }, spec: { restartAt } }: Rollout,
  set: ReplicaSet | undefined,
): Promise<boolean> {
  if (!isDue(restartAt)) return true;
  const [oldest] = await podsBefore(api, set, restartAt);
  if (oldest === undefined) return true;
  await api.call('DELETE', `/api/v1/namespaces/${namespace}/pods/${oldest}`);
  return false;
}

const pathOf = ({ metadata: { namespace, name } }: Rollout): string =>
  `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/rollouts/${name}`;

const isOwnedBy = ({ ownerReferences = [] }: Meta, owner: string): boolean =>
  ownerReferences.some(({ uid }) => uid === owner);

/** Names of its pods that are older than a moment, oldest first. */
async function podsBefore(
  api: KubernetesApi,
  set: ReplicaSet | undefined,
  moment: string,
): Promise<readonly string[]> {
  if (set === undefined) return [];
  const path = `/api/v1/namespaces/${set.metadata.namespace}/pods`;
  const { items } = await api.call<{ items: { readonly metadata: Meta }[] }>('GET', path);
  return items
    .map(({ metadata }) => metadata)
    .filter(
      (pod) => isOwnedBy(pod, set.metadata.uid) && Date.parse(pod.creationTimestamp) < Date.parse(moment),
    )
    .sort((one, other) => one.creationTimestamp.localeCompare(other.creationTimestamp))
    .map(({ name }) => name);
}

function replicaSet({ metadata, spec }: Rollout, name: string, hash: string): object {
  const label = { 'rollouts-pod-template-hash': hash };
  const { labels } = spec.template.metadata ?? {};
  const template = {
    ...spec.template,
    metadata: { ...spec.template.metadata, labels: { ...labels, ...label } },
  };
  const owner = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    name: metadata.name,
    uid: metadata.uid,
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: true }] },
    spec: {
      replicas: spec.replicas ?? 1,
      selector: { matchLabels: { ...spec.selector.matchLabels, ...label } },
      template,
    },
  };
}
