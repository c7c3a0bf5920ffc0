import type { Kubernetes, Workload } from '../k8s/kubernetes.js';
import { doomedBy, isNewPod, troubleWords } from './rules/pod-trouble.js';
import { scrubLog } from './rules/scrub-log.js';

const loggedLines = 5;

/** Why a workload's new pods won't become ready, with the last words of one of them; undefined when they may. */
export async function whyDoomed(
  kubernetes: Kubernetes,
  workload: Workload,
  { stamp, hidden }: { readonly stamp: string; readonly hidden: readonly string[] },
  signal: AbortSignal,
): Promise<string | undefined> {
  const pods = await kubernetes.pods.of(workload, signal);
  const doomed = doomedBy(
    workload.kind,
    pods.filter((pod) => isNewPod(pod, stamp, stamp)),
  );
  if (doomed === undefined) return undefined;
  const { pod, trouble } = doomed;
  const { container, hasPreviousLog: previous } = trouble;
  const lines = await kubernetes.pods.lastLines(pod, { container, previous, lines: loggedLines, signal });
  return [`${pod}: ${troubleWords(trouble)}`, ...scrubLog(lines, hidden)].join('\n');
}
