import type { Workload, WorkloadKind } from '../../k8s/kubernetes.js';
import { restartAnnotation } from '../../k8s/kubernetes.js';
import type { PodObject } from '../../k8s/objects.js';
import { containerTrouble, messageOf, type PodTrouble } from './container-trouble.js';
import { counted, listed, secondOf, shown, valueAt } from './read-shape.js';

/** Their controller replaces such pods by itself. */
const replaced: ReadonlySet<string> = new Set(['Evicted', 'Preempting']);

/**
 * What is wrong with a pod that starting again won't cure, after krane's rules
 * (https://github.com/Shopify/krane/blob/main/lib/krane/kubernetes_resource/pod.rb); undefined when there is nothing, or
 * nothing yet. Init containers come first.
 */
export function podTrouble({ status }: PodObject): PodTrouble | undefined {
  if (status?.phase === 'Failed') return wholePod(shown(status.reason) || 'Failed', status.message);
  for (const container of listed(status?.initContainerStatuses)) {
    const trouble = containerTrouble(container, true);
    if (trouble !== undefined) return trouble;
  }
  for (const container of listed(status?.containerStatuses)) {
    const trouble = containerTrouble(container, false);
    if (trouble !== undefined) return trouble;
  }
  const unscheduled = listed(status?.conditions).find(
    ({ type, status: is, reason }) => type === 'PodScheduled' && is === 'False' && reason === 'Unschedulable',
  );
  return unscheduled === undefined ? undefined : wholePod('Unschedulable', unscheduled.message);
}

/** `CrashLoopBackOff, exit 1` */
export function troubleWords({ reason, exitCode }: PodTrouble): string {
  return exitCode === undefined ? shown(reason) : `${shown(reason)}, exit ${exitCode}`;
}

/**
 * Why a pod isn't ready, for a person: its trouble, or what its first unready container waits for, or that it runs and
 * its readiness probe doesn't pass (https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/). Empty when nothing
 * says it. No message: it may quote a value.
 */
export function unreadyWords(pod: PodObject): string {
  const trouble = podTrouble(pod);
  if (trouble !== undefined) return troubleWords(trouble);
  const { status } = pod;
  const all = [...listed(status?.initContainerStatuses), ...listed(status?.containerStatuses)];
  const waiting = all.map(({ state }) => shown(state?.waiting?.reason)).find((reason) => reason !== '');
  if (waiting !== undefined) return waiting;
  const notReady = listed(status?.containerStatuses).find(
    ({ ready, state }) => state?.running && ready === false,
  );
  return notReady === undefined ? '' : `container ${shown(notReady.name)} runs and isn't ready`;
}

function wholePod(reason: string, message: unknown): PodTrouble {
  return { container: '', reason, ...messageOf(message), hasPreviousLog: false };
}

/**
 * Whether a pod was made by our restart.
 * @param stamp what the pod template's annotation was set to
 * @param since RFC 3339: where a Rollout or Reloader restarts without our stamp, a pod made in that second or later is
 *   new too; creation times have no fractions
 */
export function isNewPod({ metadata }: PodObject, stamp: string, since?: string): boolean {
  if (valueAt(metadata?.annotations, restartAnnotation) === stamp) return true;
  return since !== undefined && secondOf(metadata?.creationTimestamp) >= secondOf(since);
}

export function isReady({ status }: PodObject): boolean {
  return listed(status?.conditions).some(({ type, status: is }) => type === 'Ready' && is === 'True');
}

/**
 * The first pod in trouble when the rollout can't succeed any more, as krane judges it: that of a Deployment or a
 * Rollout when all of its new pods are in trouble, that of a StatefulSet or a DaemonSet when any is. Pods that are being
 * deleted or were evicted don't count.
 */
export function doomedBy(
  kind: WorkloadKind,
  newPods: readonly PodObject[],
): { pod: string; trouble: PodTrouble } | undefined {
  const judged = listed(newPods)
    .filter((pod) => !isLeaving(pod) && pod.status?.phase !== 'Failed')
    .map((pod) => ({ pod: shown(pod.metadata?.name), trouble: podTrouble(pod) }))
    .filter(({ trouble }) => trouble === undefined || !replaced.has(trouble.reason));
  const doomed = judged.flatMap(({ pod, trouble }) => (trouble === undefined ? [] : [{ pod, trouble }]));
  const suffices = kind === 'StatefulSet' || kind === 'DaemonSet' || doomed.length === judged.length;
  return suffices ? doomed[0] : undefined;
}

/**
 * The pods of a StatefulSet that keep it from going back to its present template: its own, of another revision, not
 * ready and not being deleted. Its controller waits for them for ever
 * (https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback), so they have to be deleted.
 * None before the controller has seen that template: until then the revision it names is the one to leave.
 */
export function stuckPods({ kind, uid, object }: Workload, pods: readonly PodObject[]): readonly PodObject[] {
  const { metadata, status } = object;
  const revision = status?.updateRevision;
  const isSeen =
    counted(status?.observedGeneration, 0) >= counted(metadata?.generation, Number.POSITIVE_INFINITY);
  if (kind !== 'StatefulSet' || revision === undefined || revision === '' || !isSeen) return [];
  return listed(pods).filter((pod) => {
    const own = valueAt(pod.metadata?.labels, 'controller-revision-hash');
    const isOurs = listed(pod.metadata?.ownerReferences).some((owner) => owner.uid === uid);
    return isOurs && own !== undefined && own !== revision && !isReady(pod) && !isLeaving(pod);
  });
}

function isLeaving({ metadata }: PodObject): boolean {
  return Boolean(metadata?.deletionTimestamp);
}
