import type { Workload } from '../../k8s/kubernetes.js';
import type { WorkloadObject } from '../../k8s/objects.js';
import { countOf } from '../../terminal/plural.js';
import { counted, listed, secondOf, shown } from './read-shape.js';

export type RolloutState =
  | { readonly status: 'done' }
  | { readonly status: 'waiting'; readonly reason: string }
  | { readonly status: 'failed'; readonly reason: string };

const done: RolloutState = { status: 'done' };
const waiting = (reason: string): RolloutState => ({ status: 'waiting', reason });
const failed = (reason: string): RolloutState => ({ status: 'failed', reason });

const unseen = waiting('not yet seen by its controller');
const onDelete = failed('its update strategy is OnDelete: pods start anew only when somebody deletes them');

/**
 * How far the rollout of a workload's present pod template has come, by kubectl's own rules
 * (https://github.com/kubernetes/kubectl/blob/master/pkg/polymorphichelpers/rollout_status.go) and, beyond them: an
 * unpartitioned StatefulSet is done only at one revision. A Rollout's by Argo's
 * (https://github.com/argoproj/argo-rollouts/blob/master/utils/rollout/rolloututil.go) and when all its pods restarted.
 */
export function rolloutState({ kind, object }: Workload): RolloutState {
  switch (kind) {
    case 'Deployment':
      return deploymentState(object);
    case 'StatefulSet':
      return statefulSetState(object);
    case 'DaemonSet':
      return daemonSetState(object);
    case 'Rollout':
      return argoRolloutState(object);
  }
}

/** Whether nothing is under way and all of a workload's pods are ready. */
export function isSettled(workload: Workload): boolean {
  return rolloutState(workload).status === 'done';
}

/** How many pods a workload is to have. */
export function wantedPods({ kind, object: { spec, status } }: Workload): number {
  return kind === 'DaemonSet' ? counted(status?.desiredNumberScheduled, 0) : counted(spec?.replicas, 1);
}

function deploymentState({ metadata, spec, status }: WorkloadObject): RolloutState {
  if (!isObserved(metadata?.generation, status?.observedGeneration)) return unseen;
  const wanted = counted(spec?.replicas, 1);
  const updated = counted(status?.updatedReplicas, 0);
  const old = counted(status?.replicas, 0) - updated;
  if (listed(status?.conditions).some(isOverdue)) return failed('its progress deadline has passed');
  if (updated < wanted && spec?.paused === true)
    return waiting('paused: nothing starts anew until it is resumed');
  if (updated < wanted) return waiting(updatedOf(updated, wanted));
  if (old > 0) return waiting(`${countOf(old, 'old pod')} still ending`);
  return readyOf(counted(status?.availableReplicas, 0), updated);
}

function isOverdue({ type, reason }: { type?: string; reason?: string }): boolean {
  return type === 'Progressing' && reason === 'ProgressDeadlineExceeded';
}

function statefulSetState({ metadata, spec, status }: WorkloadObject): RolloutState {
  if (!isObserved(metadata?.generation, status?.observedGeneration)) return unseen;
  if (spec?.updateStrategy?.type === 'OnDelete') return onDelete;
  const replicas = counted(spec?.replicas, 1);
  const partition = counted(spec?.updateStrategy?.rollingUpdate?.partition, 0);
  const wanted = Math.max(replicas - partition, 0);
  const updated = counted(status?.updatedReplicas, 0);
  const ready = counted(status?.readyReplicas, 0);
  if (updated < wanted) return waiting(updatedOf(updated, wanted));
  if (ready < replicas)
    return waiting(`${ready} of ${countOf(replicas, partition > 0 ? 'pod' : 'updated pod')} ready`);
  if (partition === 0 && status?.updateRevision !== status?.currentRevision)
    return waiting('all pods updated and ready, not yet confirmed by its controller');
  return done;
}

function daemonSetState({ metadata, spec, status }: WorkloadObject): RolloutState {
  if (!isObserved(metadata?.generation, status?.observedGeneration)) return unseen;
  if (spec?.updateStrategy?.type === 'OnDelete') return onDelete;
  const wanted = counted(status?.desiredNumberScheduled, 0);
  const updated = counted(status?.updatedNumberScheduled, 0);
  if (updated < wanted) return waiting(updatedOf(updated, wanted));
  return readyOf(counted(status?.numberAvailable, 0), wanted);
}

function argoRolloutState({ metadata, spec, status }: WorkloadObject): RolloutState {
  if (!isSeenByArgo(metadata?.generation, status?.observedGeneration)) return unseen;
  const words = [shown(status?.phase), shown(status?.message)].filter((word) => word !== '').join(': ');
  if (status?.phase === 'Degraded') return failed(words);
  if (!isRestarted(spec?.restartAt, status?.restartedAt)) return waiting('not all of its pods restarted yet');
  if (status?.phase !== 'Healthy') return waiting(words === '' ? 'no state reported yet' : words);
  const wanted = counted(spec?.replicas, 1);
  const updated = counted(status.updatedReplicas, 0);
  if (updated < wanted) return waiting(updatedOf(updated, wanted));
  return readyOf(counted(status.availableReplicas, 0), updated);
}

/** Argo writes back what it was given, in whole seconds. */
function isRestarted(restartAt: string | undefined, restartedAt: string | undefined): boolean {
  if (restartAt === undefined || restartAt === null) return true;
  return secondOf(restartAt) === secondOf(restartedAt);
}

function isObserved(generation: unknown, observed: unknown): boolean {
  return counted(observed, 0) >= counted(generation, Number.POSITIVE_INFINITY);
}

/** Argo writes it as text; versions up to 0.9 wrote a hash, which says nothing. */
function isSeenByArgo(generation: unknown, observed: unknown): boolean {
  if (typeof observed === 'number') return isObserved(generation, observed);
  if (typeof observed !== 'string' || observed === '') return false;
  return !/^\d+$/.test(observed) || isObserved(generation, Number(observed));
}

function updatedOf(updated: number, wanted: number): string {
  return `${updated} of ${countOf(wanted, 'pod')} updated`;
}

function readyOf(ready: number, updated: number): RolloutState {
  return ready < updated ? waiting(`${ready} of ${countOf(updated, 'updated pod')} ready`) : done;
}
