import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { resourcePath } from '../../lab/kubernetes/resources.js';

/** As far as it says how far it has come, in the API's shape. */
export interface DeploymentObject {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly spec: { readonly replicas: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly replicas?: number;
    readonly updatedReplicas?: number;
    readonly availableReplicas?: number;
  };
}

/** The rule of `kubectl rollout status`. */
export function isComplete({ metadata, spec, status = {} }: DeploymentObject): boolean {
  const { observedGeneration = 0, replicas = 0, updatedReplicas = 0, availableReplicas = 0 } = status;
  return (
    observedGeneration >= metadata.generation &&
    updatedReplicas === spec.replicas &&
    replicas === updatedReplicas &&
    availableReplicas === updatedReplicas
  );
}

const patienceMs = 180_000;

/** Watches the API server itself. */
export interface Observer {
  /** By `performance.now()`, when the last of the restarted workloads was complete; waits for it. */
  completeAt(): Promise<number>;
  stop(): Promise<void>;
}

interface DeploymentList {
  readonly metadata: { readonly resourceVersion: string };
  readonly items: readonly DeploymentObject[];
}

/** @param workloads as kubectl names them; each has to be restarted from now on */
export async function observe(
  { name, api, until }: LabNamespace,
  workloads: readonly string[],
): Promise<Observer> {
  const path = resourcePath('Deployment', name);
  const { items, metadata } = await api.call<DeploymentList>('GET', path);
  const wanted = new Set(workloads.map((workload) => workload.replace('deployment/', '')));
  const before = new Map(items.map((item) => [item.metadata.name, item.metadata.generation]));
  const complete = new Map<string, number>();
  const see = (object: DeploymentObject): void => {
    const { name: changed, generation } = object.metadata;
    if (!wanted.has(changed) || generation <= (before.get(changed) ?? 0)) return;
    if (!isComplete(object)) complete.delete(changed);
    else if (!complete.has(changed)) complete.set(changed, performance.now());
  };
  const stopped = new AbortController();
  const query = new URLSearchParams({ watch: '1', resourceVersion: metadata.resourceVersion });
  const watching = api.watch<DeploymentObject>(
    `${path}?${query}`,
    ({ object }) => see(object),
    stopped.signal,
  );
  return {
    completeAt: () =>
      until(
        async () => (complete.size === wanted.size ? Math.max(...complete.values()) : undefined),
        patienceMs,
      ),
    async stop() {
      stopped.abort();
      await watching;
    },
  };
}
