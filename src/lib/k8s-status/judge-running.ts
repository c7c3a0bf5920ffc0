import { type Behind, type Consumer, type ObservedSecret, workloadName } from '../bootstrap/model.js';
import { ForbiddenError } from '../k8s/errors.js';
import type { Kubernetes } from '../k8s/kubernetes.js';
import type { WorkloadState } from './model.js';
import { judgeWorkloads, observedKey } from './observe-status.js';

/**
 * Which workloads aren't known to run with what these secrets hold, as `k8s status` judges. Nothing is asked but the pods
 * of each.
 */
export async function judgeRunning(
  kubernetes: Pick<Kubernetes, 'pods'>,
  secrets: readonly ObservedSecret[],
  consumers: readonly Consumer[],
  signal: AbortSignal,
): Promise<Behind> {
  const keys = secrets.flatMap(({ secret, keys: names, found }) =>
    names.map((key) => observedKey(secret, key, found)),
  );
  try {
    const workloads = await judgeWorkloads(kubernetes, consumers, keys, signal);
    const named = (...states: WorkloadState[]) =>
      workloads.filter(({ state }) => states.includes(state)).map((one) => workloadName(one));
    return { outOfDate: named('out of date', 'partly'), uncertain: named('uncertain') };
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    return { outOfDate: [], uncertain: [], unseen: error.message };
  }
}
