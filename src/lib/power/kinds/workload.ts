import { ForbiddenError } from '../../k8s/errors.js';
import type { Kubernetes, Workload } from '../../k8s/kubernetes.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import type { Sleeper, SleeperPort } from '../model.js';
import { recordAnnotation } from '../record.js';
import { podsOfWorkloads } from './pods-of-workloads.js';
import type { WorkloadSelector } from './selectors.js';
import { sizeToWakeTo } from './size-to-wake-to.js';
import { needsPods, partsOfName, workloadSleeper } from './workload-sleeper.js';

type Named = ReturnType<typeof partsOfName>;

/** Deployments and StatefulSets of the namespace. */
export function workloadPort({
  workloads,
  pods,
}: Pick<Kubernetes, 'workloads' | 'pods'>): SleeperPort<WorkloadSelector> {
  const sleepers = async (names: readonly Named[], signal?: AbortSignal): Promise<readonly Sleeper[]> => {
    const found = await foundOf(workloads, names, signal);
    const podsOf = await podsOfWorkloads(pods, found.filter(needsPods), signal).catch((error: unknown) => {
      // Without the right to list pods, what their controllers say is enough.
      if (error instanceof ForbiddenError) return () => [];
      throw error;
    });
    return found.map((workload) => workloadSleeper(workload, podsOf(workload)));
  };

  const setReplicas = async ({ id, name }: Sleeper, replicas: number, signal?: AbortSignal) => {
    await workloads.setReplicas({ ...partsOfName(name), uid: id }, { replicas }, { signal });
  };

  return {
    kind: 'workload',

    async find(selectors, signal) {
      const names = selectors.map(({ workload, name }) => ({ kind: workload, name }));
      const found = await sleepers(names, signal);
      return names.map(({ kind, name }) => {
        const wanted = `${kind.toLowerCase()}/${name}`;
        return found.filter((one) => one.name === wanted);
      });
    },

    async read(earlier, signal) {
      const ids = new Set(earlier.map(({ id }) => id));
      const names = earlier.map(({ name }) => partsOfName(name));
      return (await sleepers(names, signal)).filter(({ id }) => ids.has(id));
    },

    async setRecord({ id, name }, text, signal) {
      const annotations = { [recordAnnotation]: text };
      await workloads.setReplicas({ ...partsOfName(name), uid: id }, { annotations }, { signal });
    },
    sleep: (sleeper, signal) => setReplicas(sleeper, 0, signal),
    wake: async (sleeper, size, signal) => setReplicas(sleeper, sizeToWakeTo(sleeper, size).desired, signal),
  };
}

type Asked = Pick<Kubernetes['workloads'], 'pages' | 'read'>;

/** Several of a kind are found in the list of all of that kind, where that may be seen. */
async function foundOf(
  workloads: Asked,
  names: readonly Named[],
  signal?: AbortSignal,
): Promise<readonly Workload[]> {
  const kinds = [...new Set(names.map(({ kind }) => kind))];
  const found = await mapAtMost(usuallyAtOnce, kinds, signal, async (kind, own) => {
    const wanted = new Set(names.flatMap((one) => (one.kind === kind ? [one.name] : [])));
    const readEach = async () => {
      const read = await mapAtMost(usuallyAtOnce, [...wanted], own, (name, each) =>
        workloads.read({ kind, name }, each),
      );
      return read.flatMap((workload) => workload ?? []);
    };
    if (wanted.size === 1) return readEach();
    try {
      return await inList(workloads, kind, wanted, own);
    } catch (error) {
      if (error instanceof ForbiddenError) return readEach();
      throw error;
    }
  });
  return found.flat();
}

async function inList(
  workloads: Asked,
  kind: Named['kind'],
  wanted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  const found: Workload[] = [];
  for await (const page of workloads.pages(kind, signal))
    found.push(...page.filter(({ name }) => wanted.has(name)));
  return found;
}
