import { once } from '../../aws/once.js';
import type { Kubernetes, Workload, WorkloadKind } from '../../k8s/kubernetes.js';

/**
 * Several steps look at all workloads of the namespace: each kind is listed once, and kept.
 * @param signal of the whole run: a step that ends early takes no list away from the others
 */
export function listedOnce(kubernetes: Kubernetes, signal: AbortSignal): Kubernetes {
  const { workloads } = kubernetes;
  const listed = new Map<WorkloadKind, () => Promise<readonly Workload[]>>();
  const list = (kind: WorkloadKind) => {
    const known = listed.get(kind) ?? once(() => all(workloads.pages(kind, signal)));
    listed.set(kind, known);
    return known();
  };
  return {
    ...kubernetes,
    workloads: {
      ...workloads,
      async *pages(kind, own, labels) {
        if (labels === undefined) yield await list(kind);
        else yield* workloads.pages(kind, own, labels);
      },
    },
  };
}

async function all(pages: AsyncIterable<readonly Workload[]>): Promise<readonly Workload[]> {
  const found: Workload[] = [];
  for await (const page of pages) found.push(...page);
  return found;
}
