import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiOptions, type KubernetesApi, openApi } from '../api.js';
import type { Certificate } from '../certificates.js';
import { behaviorOf } from './behavior.js';
import { startLogServer } from './log-server.js';
import { type Pod, podPath } from './pod.js';
import { type ContainerLog, runPod } from './run.js';

/** A node that has no containers but plays them, as the annotations in `behavior.ts` say. */
export interface NodeStandIn {
  stop(): Promise<void>;
}

/** The stand-in's name. */
export const standInNode = 'stand-in';

/** The label of each node that a pod's `nodeSelector` can choose it by; its value is the node's name. */
export const nodeLabel = 'exops.test/node';

interface LivePod {
  readonly logs: Map<string, ContainerLog>;
  readonly run: AbortController;
  readonly pod: Pod;
  isEnding: boolean;
}

/** Registers the node and plays its pods. It is also the scheduler of all pods that have no node yet. */
export async function startNode(
  options: Omit<ApiOptions, 'ca'> & { readonly ca: Certificate; readonly folder: string },
): Promise<NodeStandIn> {
  const { server, ca, client, folder } = options;
  const api = await openApi({ server, ca: ca.cert, client });
  const live = new Map<string, LivePod>();
  const find = (namespace: string, name: string): LivePod['logs'] | undefined =>
    [...live.values()].find(
      ({ pod: { metadata } }) => metadata.namespace === namespace && metadata.name === name,
    )?.logs;
  const logServer = await startLogServer({ folder, ca }, find);
  await registerNode(api, standInNode, logServer.port);
  const stopped = new AbortController();
  const watching = watchPods(api, stopped.signal, {
    changed: (pod) => consider(api, live, pod),
    deleted: ({ metadata: { uid } }) => {
      live.get(uid)?.run.abort();
      live.delete(uid);
    },
  });
  return {
    async stop() {
      stopped.abort();
      for (const { run } of live.values()) run.abort();
      await watching;
      api.close();
      await logServer.stop();
    },
  };
}

/** Makes a node that is ready, with room for every pod. */
export async function registerNode(
  api: KubernetesApi,
  name: string,
  kubeletPort: number,
  annotations: Readonly<Record<string, string>> = {},
): Promise<void> {
  await api.call('POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { [nodeLabel]: name }, annotations },
  });
  const room = { cpu: '1000', memory: '1000Gi', pods: '10000' };
  const status = {
    conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
    addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    capacity: room,
    allocatable: room,
  };
  await api.call(
    'PATCH',
    `/api/v1/nodes/${name}/status`,
    { status },
    'application/strategic-merge-patch+json',
  );
}

interface PodList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly Pod[];
}

async function watchPods(
  api: KubernetesApi,
  signal: AbortSignal,
  see: { changed(pod: Pod): void; deleted(pod: Pod): void },
): Promise<void> {
  while (!signal.aborted) {
    try {
      const { items, metadata } = await api.call<PodList>('GET', '/api/v1/pods');
      for (const pod of items) see.changed(pod);
      const path = `/api/v1/pods?watch=1&allowWatchBookmarks=true&resourceVersion=${metadata.resourceVersion}`;
      await api.watch<Pod>(
        path,
        ({ type, object }) => {
          if (type === 'DELETED') see.deleted(object);
          else if (type === 'ADDED' || type === 'MODIFIED') see.changed(object);
        },
        signal,
      );
    } catch {
      // A server that is stopped, paused or gone: it is asked again until the node is stopped too.
      await sleep(100);
    }
  }
}

function consider(api: KubernetesApi, live: Map<string, LivePod>, pod: Pod): void {
  const { uid, deletionTimestamp } = pod.metadata;
  if (pod.spec.nodeName === undefined) {
    quietly(deletionTimestamp === undefined ? schedule(api, pod) : remove(api, pod));
    return;
  }
  if (pod.spec.nodeName !== standInNode) return;
  const known = live.get(uid);
  if (deletionTimestamp !== undefined) {
    if (known?.isEnding === true) return;
    known?.run.abort();
    live.set(uid, { logs: new Map(), run: new AbortController(), ...known, pod, isEnding: true });
    quietly(end(api, pod));
    return;
  }
  if (known !== undefined || pod.status?.phase === 'Succeeded') return;
  const run = new AbortController();
  const logs = new Map<string, ContainerLog>();
  live.set(uid, { logs, run, pod, isEnding: false });
  quietly(runPod(api, pod, logs, run.signal));
}

// What is under way when a pod or the server ends fails with it, and concerns nobody.
function quietly(work: Promise<unknown>): void {
  work.catch(() => undefined);
}

async function schedule(api: KubernetesApi, pod: Pod): Promise<void> {
  const { unschedulable } = behaviorOf(pod);
  if (unschedulable !== undefined) {
    const condition = {
      type: 'PodScheduled',
      status: 'False',
      reason: 'Unschedulable',
      message: unschedulable,
    };
    const patch = { status: { conditions: [condition] } };
    await api.ask('PATCH', `${podPath(pod)}/status`, patch, 'application/strategic-merge-patch+json');
    return;
  }
  await api.ask('POST', `${podPath(pod)}/binding`, {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { name: pod.metadata.name, uid: pod.metadata.uid },
    target: { apiVersion: 'v1', kind: 'Node', name: nodeFor(pod) },
  });
}

// The pods of a DaemonSet name their node in their affinity.
function nodeFor({ spec: { affinity, nodeSelector } }: Pod): string {
  const terms =
    affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  const named = terms
    .flatMap(({ matchFields = [] }) => matchFields)
    .find(({ key }) => key === 'metadata.name')?.values?.[0];
  return named ?? nodeSelector?.[nodeLabel] ?? standInNode;
}

async function end(api: KubernetesApi, pod: Pod): Promise<void> {
  await sleep(behaviorOf(pod).stopDelayMs);
  await remove(api, pod);
}

async function remove(api: KubernetesApi, pod: Pod): Promise<void> {
  const preconditions = { uid: pod.metadata.uid };
  await api.ask('DELETE', podPath(pod), {
    ...{ apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0, preconditions },
  });
}
