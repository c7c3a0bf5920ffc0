import { ForbiddenError } from '../../k8s/errors.js';
import type { Kubernetes, Workload } from '../../k8s/kubernetes.js';
import type { Sleeper, SleeperPort } from '../model.js';
import { recordAnnotation } from '../record.js';
import { choosesWorkload, chosenWorkloads, namedWorkloads } from './find-workloads.js';
import { podsOfWorkloads } from './pods-of-workloads.js';
import type { WorkloadSelector } from './selectors.js';
import { sizeToWakeTo } from './size-to-wake-to.js';
import { needsPods, partsOfName, workloadSleeper } from './workload-sleeper.js';

/** Deployments and StatefulSets of the namespace, by name or labels. */
export function workloadPort({
  workloads,
  pods,
}: Pick<Kubernetes, 'workloads' | 'pods'>): SleeperPort<WorkloadSelector> {
  const sleepers = async (found: readonly Workload[], signal?: AbortSignal) => {
    const podsOf = await podsOfWorkloads(pods, found.filter(needsPods), signal).catch((error: unknown) => {
      // Without the right to list pods, what their controllers say is enough.
      if (error instanceof ForbiddenError) return () => [];
      throw error;
    });
    return (workload: Workload) => workloadSleeper(workload, podsOf(workload));
  };

  const setReplicas = async ({ id, name }: Sleeper, replicas: number, signal?: AbortSignal) => {
    await workloads.setReplicas({ ...partsOfName(name), uid: id }, { replicas }, { signal });
  };

  return {
    kind: 'workload',

    async find(selectors, signal) {
      const found = await chosenWorkloads(workloads, selectors, signal);
      const sleeper = await sleepers(found, signal);
      return selectors.map((selector) => found.filter((one) => choosesWorkload(selector, one)).map(sleeper));
    },

    async read(earlier, signal) {
      const ids = new Set(earlier.map(({ id }) => id));
      const names = earlier.map(({ name }) => partsOfName(name));
      const found = (await namedWorkloads(workloads, names, signal)).filter(({ uid }) => ids.has(uid));
      return found.map(await sleepers(found, signal));
    },

    async setRecord({ id, name }, text, signal) {
      const annotations = { [recordAnnotation]: text };
      await workloads.setReplicas({ ...partsOfName(name), uid: id }, { annotations }, { signal });
    },
    sleep: (sleeper, signal) => setReplicas(sleeper, 0, signal),
    wake: async (sleeper, size, signal) => setReplicas(sleeper, sizeToWakeTo(sleeper, size).desired, signal),
  };
}
