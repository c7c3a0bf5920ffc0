import { valueAt } from '../../bootstrap/rules/read-shape.js';
import { ForbiddenError } from '../../k8s/errors.js';
import type { Kubernetes, Workload } from '../../k8s/kubernetes.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import type { WorkloadSelector } from './selectors.js';
import type { partsOfName } from './workload-sleeper.js';

type Named = ReturnType<typeof partsOfName>;
type Labels = Readonly<Record<string, string>>;
type Asked = Pick<Kubernetes['workloads'], 'pages' | 'read'>;

/** All that the selectors choose, each once. */
export async function chosenWorkloads(
  workloads: Asked,
  selectors: readonly WorkloadSelector[],
  signal?: AbortSignal,
): Promise<readonly Workload[]> {
  const names = selectors.flatMap((one) =>
    'labels' in one ? [] : [{ kind: one.workload, name: one.name } as const],
  );
  const labels = selectors.flatMap((one) => ('labels' in one ? [one.labels] : []));
  const [named, labelled] = await Promise.all([
    namedWorkloads(workloads, names, signal),
    labelledWorkloads(workloads, labels, signal),
  ]);
  return [...new Map([...named, ...labelled].map((one) => [one.uid, one])).values()];
}

export function choosesWorkload(selector: WorkloadSelector, { kind, name, object }: Workload): boolean {
  if (!('labels' in selector)) return kind === selector.workload && name === selector.name;
  const own = object.metadata?.labels;
  return Object.entries(selector.labels).every(([key, value]) => valueAt(own, key) === value);
}

/** Several of a kind are found in the list of all of that kind, where that may be seen. */
export async function namedWorkloads(
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
      const all = await listed(workloads, { kind }, own);
      return all.filter(({ name }) => wanted.has(name));
    } catch (error) {
      if (error instanceof ForbiddenError) return readEach();
      throw error;
    }
  });
  return found.flat();
}

/** One list of each kind for each combination of labels. */
async function labelledWorkloads(
  workloads: Asked,
  labels: readonly Labels[],
  signal?: AbortSignal,
): Promise<readonly Workload[]> {
  const unique = new Map(labels.map((one) => [JSON.stringify(Object.entries(one).sort()), one]));
  const lists = [...unique.values()].flatMap((one) => [
    { kind: 'Deployment', labels: one } as const,
    { kind: 'StatefulSet', labels: one } as const,
  ]);
  const found = await mapAtMost(usuallyAtOnce, lists, signal, (list, own) => listed(workloads, list, own));
  return found.flat();
}

async function listed(
  workloads: Asked,
  { kind, labels }: { readonly kind: Named['kind']; readonly labels?: Labels },
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  const found: Workload[] = [];
  for await (const page of workloads.pages(kind, signal, labels)) found.push(...page);
  return found;
}
