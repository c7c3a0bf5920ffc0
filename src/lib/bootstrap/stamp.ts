import { restartAnnotation, type Workload } from '../k8s/kubernetes.js';
import type { RestartWork } from './model.js';

/** What the last restart of a workload was stamped with; null when it never was restarted. */
export function stampOf({ kind, object }: Workload): string | null {
  const stamp =
    kind === 'Rollout'
      ? object.spec?.restartAt
      : object.spec?.template?.metadata?.annotations?.[restartAnnotation];
  return stamp ?? null;
}

/** What a workload's restart is stamped with. Argo compares in whole seconds, and would never be done with more. */
export function stampFor({ kind }: Pick<Workload, 'kind'>, stamp: string): string {
  return kind === 'Rollout' ? stamp.replace(/\.\d+Z$/, 'Z') : stamp;
}

/** Whether the last restart of a workload was this one. */
export function bearsStamp(workload: Workload, stamp: string): boolean {
  return stampOf(workload) === stampFor(workload, stamp);
}

/** The generation of what is wanted of a workload; 0 when the server doesn't say. */
export function generationOf({ object }: Workload): number {
  return object.metadata?.generation ?? 0;
}

/** Whether the pods that a restart makes bear its stamp: neither Argo nor Reloader gives them one. */
export function stampsPods({ workload, by }: Pick<RestartWork, 'workload' | 'by'>): boolean {
  return workload.kind !== 'Rollout' && by === 'exops';
}
