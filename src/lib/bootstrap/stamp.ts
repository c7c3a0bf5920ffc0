import type { Workload } from '../k8s/kubernetes.js';

/** As `kubectl rollout restart` writes it: https://kubernetes.io/docs/reference/labels-annotations-taints/ */
export const restartAnnotation = 'kubectl.kubernetes.io/restartedAt';

/** What the last restart of a workload was stamped with; null when it never was restarted. */
export function stampOf({ kind, object }: Workload): string | null {
  const stamp =
    kind === 'Rollout'
      ? object.spec?.restartAt
      : object.spec?.template?.metadata?.annotations?.[restartAnnotation];
  return stamp ?? null;
}

/** The generation of what is wanted of a workload; 0 when the server doesn't say. */
export function generationOf({ object }: Workload): number {
  return object.metadata?.generation ?? 0;
}

/** How many pods it is to have. */
export function podsOf({ kind, object }: Workload): number {
  if (kind === 'DaemonSet') return object.status?.desiredNumberScheduled ?? 0;
  return object.spec?.replicas ?? 1;
}
