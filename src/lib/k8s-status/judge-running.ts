import { type Behind, type Consumer, type ObservedSecret, workloadName } from '../bootstrap/model.js';
import type { StartedPod } from '../bootstrap/started-meanwhile.js';
import { ForbiddenError } from '../k8s/errors.js';
import type { Kubernetes } from '../k8s/kubernetes.js';
import type { ObservedKey, WorkloadState } from './model.js';
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
  try {
    const workloads = await judgeWorkloads(kubernetes, consumers, keysOf(secrets), signal);
    const named = (...states: WorkloadState[]) =>
      workloads.filter(({ state }) => states.includes(state)).map((one) => workloadName(one));
    return { outOfDate: named('out of date', 'partly'), uncertain: named('uncertain') };
  } catch (error) {
    if (!(error instanceof ForbiddenError)) throw error;
    return { outOfDate: [], uncertain: [], unseen: error.message };
  }
}

/** The running pods that were started with something else than what these secrets hold, and with what. */
export async function podsBehind(
  kubernetes: Pick<Kubernetes, 'pods'>,
  secrets: readonly ObservedSecret[],
  consumers: readonly Consumer[],
  signal: AbortSignal,
): Promise<readonly StartedPod[]> {
  const workloads = await judgeWorkloads(kubernetes, consumers, keysOf(secrets), signal);
  return workloads.flatMap((one) =>
    one.keys
      .flatMap(({ pods }) => pods)
      .filter(({ state }) => state === 'out of date')
      .map(({ pod, value, startedAt }) => ({ workload: workloadName(one), pod, value, startedAt })),
  );
}

function keysOf(secrets: readonly ObservedSecret[]): readonly ObservedKey[] {
  return secrets.flatMap(({ secret, keys, found }) => keys.map((key) => observedKey(secret, key, found)));
}
