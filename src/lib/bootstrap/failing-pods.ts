import type { Kubernetes, Workload } from '../k8s/kubernetes.js';
import { freeStuckPods } from './free-stuck-pods.js';
import { isPresent } from './rules/is-present.js';
import { doomedBy, isNewPod, isReady, troubleWords, unreadyWords } from './rules/pod-trouble.js';
import { shown } from './rules/read-shape.js';
import { scrubLog } from './rules/scrub-log.js';

const loggedLines = 5;

export interface Judged {
  /** What the restart was stamped with, and when it began (RFC 3339). */
  readonly stamp: string;
  /** What must not stand in a log line. */
  readonly hidden: readonly string[];
  /** Its pods bear the stamp: neither Argo nor Reloader has restarted them. */
  readonly isStamped: boolean;
  /** A node may still come for a pod that has none. */
  readonly isPatient: boolean;
}

/**
 * Why a workload's new pods won't become ready, with the last words of one of them; undefined when they may. Old pods that
 * keep a StatefulSet from making new ones are deleted.
 */
export async function whyDoomed(
  kubernetes: Kubernetes,
  workload: Workload,
  { stamp, hidden, isStamped, isPatient }: Judged,
  signal: AbortSignal,
): Promise<string | undefined> {
  const pods = await kubernetes.pods.of(workload, signal);
  const doomed = doomedBy(
    workload.kind,
    pods.filter((pod) => isNewPod(pod, stamp, isStamped ? undefined : stamp)),
  );
  if (doomed === undefined) {
    await freeStuckPods(kubernetes, workload, pods);
    return undefined;
  }
  const { pod, trouble } = doomed;
  if (trouble.reason === 'Unschedulable' && isPatient) return undefined;
  const { container, hasPreviousLog: previous, message = '' } = trouble;
  const lines =
    container === ''
      ? []
      : await kubernetes.pods.lastLines(pod, { container, previous, lines: loggedLines, signal });
  const said = lines.length > 0 ? lines : message.split('\n').slice(0, loggedLines);
  const words = scrubLog(said, hidden).filter((line) => line.trim() !== '');
  return [`${pod}: ${troubleWords(trouble)}`, ...words].join('\n');
}

/** A new pod that isn't ready, with the reason that it has: `backend-7d: ContainerCreating`; undefined when none has one. */
export async function whyUnready(
  kubernetes: Kubernetes,
  workload: Workload,
  { stamp, isStamped }: Pick<Judged, 'stamp' | 'isStamped'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  const pods = await kubernetes.pods.of(workload, signal);
  const held = pods
    .filter((pod) => isPresent(pod) && isNewPod(pod, stamp, isStamped ? undefined : stamp) && !isReady(pod))
    .map((pod) => ({ name: shown(pod.metadata?.name), words: unreadyWords(pod) }))
    .find(({ words }) => words !== '');
  return held === undefined ? undefined : `${held.name}: ${held.words}`;
}
