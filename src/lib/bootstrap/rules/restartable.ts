import type { Workload } from '../../k8s/kubernetes.js';
import type { WorkloadObject } from '../../k8s/objects.js';
import { countOf } from '../../terminal/plural.js';
import { counted } from './read-shape.js';
import { rolloutState, wantedPods } from './rollout-state.js';

/** Why a change of its pod template would not start a workload's pods anew, in words; undefined when it would. */
export function whyNotRestartable({ kind, object: { metadata, spec } }: Workload): string | undefined {
  if (metadata?.deletionTimestamp) return 'it is being deleted';
  const canPause = kind === 'Deployment' || kind === 'Rollout';
  if (canPause && spec?.paused === true) return 'it is paused: nothing starts anew until it is resumed';
  const isSet = kind === 'StatefulSet' || kind === 'DaemonSet';
  if (isSet && spec?.updateStrategy?.type === 'OnDelete')
    return 'its update strategy is OnDelete: pods start anew only when somebody deletes them';
  const partition = counted(spec?.updateStrategy?.rollingUpdate?.partition, 0);
  if (kind === 'StatefulSet' && partition > 0)
    return `its update is partitioned at ${partition}: pods below that would run on with the old value`;
  return undefined;
}

/** What people should know before a workload that can be restarted is. */
export function restartCautions(workload: Workload): string[] {
  const wanted = wantedPods(workload);
  return [
    ...(wanted === 0 ? ['it has no pods now: nothing is restarted'] : outageOf(workload, wanted)),
    ...underWay(workload),
  ];
}

function outageOf({ kind, object: { spec } }: Workload, wanted: number): string[] {
  if (kind === 'Deployment' && spec?.strategy?.type === 'Recreate')
    return [`its strategy is Recreate: ${stopping(wanted)} before new ones start`];
  const isAlone = wanted === 1 && kind !== 'DaemonSet' && losesItsOnly(kind, spec);
  return isAlone ? ['its only pod is down while it restarts'] : [];
}

function stopping(wanted: number): string {
  return wanted === 1 ? 'its only pod stops' : `all ${countOf(wanted, 'pod')} stop`;
}

/** A StatefulSet deletes a pod before it makes the next of that name; restarting a Rollout evicts. */
function losesItsOnly(kind: Workload['kind'], spec: WorkloadObject['spec']): boolean {
  if (kind !== 'Deployment') return true;
  const most = spec?.strategy?.rollingUpdate?.maxUnavailable;
  if (typeof most === 'number') return most >= 1;
  return typeof most === 'string' && Number.parseFloat(most) >= 100;
}

function underWay(workload: Workload): string[] {
  const state = rolloutState(workload);
  if (state.status === 'done' || whyNotRestartable(workload) !== undefined) return [];
  const what = state.status === 'failed' ? 'its last rollout failed' : 'a rollout is under way';
  return [`${what}: ${state.reason}`];
}
