import type { ExopsError } from '../errors.js';
import { ForbiddenError } from '../k8s/errors.js';
import type { Kubernetes, Workload } from '../k8s/kubernetes.js';
import type { PodObject } from '../k8s/objects.js';
import { stuckPods } from './rules/pod-trouble.js';

/**
 * Deletes the pods that a StatefulSet waits for in vain: they aren't ready, they aren't of the template that is wanted,
 * and its controller replaces none before they are. On the way there these are pods whose old brokers are gone already,
 * on the way back those that the new servers never made ready.
 * @throws ForbiddenError with the command that somebody else has to run
 */
export async function freeStuckPods(
  { pods, namespace }: Pick<Kubernetes, 'pods' | 'namespace'>,
  workload: Workload,
  present: readonly PodObject[],
): Promise<void> {
  for (const { metadata } of stuckPods(workload, present)) {
    const { name, uid } = metadata ?? {};
    if (name === undefined || uid === undefined) continue;
    await pods.delete({ name, uid }).catch((error: ExopsError) => {
      if (!(error instanceof ForbiddenError)) throw error;
      throw new ForbiddenError(
        `${error.message} It is stuck until somebody does: kubectl -n ${namespace} delete pod ${name}`,
      );
    });
  }
}
