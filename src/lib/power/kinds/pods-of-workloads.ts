import { valueAt } from '../../bootstrap/rules/read-shape.js';
import { chunkByCost } from '../../chunk.js';
import type { Pods, Workload } from '../../k8s/kubernetes.js';
import type { LabelSelector, PodObject } from '../../k8s/objects.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';

/** Of a request's line, what its names may take: servers bear more, proxies not always. */
const longestQuery = 4_000;

/**
 * The pods of each workload, in as few requests as their selectors allow: those that choose by the same label are asked
 * for together (`app in (orders, payments)`), and told apart here.
 */
export async function podsOfWorkloads(
  pods: Pick<Pods, 'of'>,
  workloads: readonly Workload[],
  signal?: AbortSignal,
): Promise<(workload: Workload) => readonly PodObject[]> {
  const labels = [...new Set(workloads.map(firstLabel))];
  const batches = labels.flatMap((label) => {
    const ones = workloads.filter((workload) => firstLabel(workload) === label);
    return label === undefined ? ones.map((one) => [one]) : chunkByCost(ones, longestQuery, queryCost);
  });
  const found = await mapAtMost(usuallyAtOnce, batches, signal, async (batch, own) => {
    const all = await pods.of(together(batch), own);
    return batch.map((one) => [one.uid, all.filter((pod) => isChosen(pod, one, batch.length))] as const);
  });
  const podsBy = new Map(found.flat());
  return ({ uid }) => podsBy.get(uid) ?? [];
}

function selectorOf({ object }: Workload): LabelSelector {
  return object.spec?.selector ?? {};
}

function firstLabel(workload: Workload): string | undefined {
  return Object.keys(selectorOf(workload).matchLabels ?? {}).sort()[0];
}

function valueOfFirst(workload: Workload): string {
  return selectorOf(workload).matchLabels?.[firstLabel(workload) ?? ''] ?? '';
}

function queryCost(workload: Workload): number {
  return encodeURIComponent(`${valueOfFirst(workload)},`).length;
}

/** One whose selector chooses the pods of all of them, and perhaps others. */
function together(batch: readonly Workload[]): Workload {
  const [first] = batch;
  if (first === undefined) throw new RangeError('There is no workload to ask for.');
  if (batch.length === 1) return first;
  const values = [...new Set(batch.map(valueOfFirst))];
  const selector = { matchExpressions: [{ key: firstLabel(first) ?? '', operator: 'In', values }] };
  return { ...first, object: { spec: { selector } } };
}

/** What a single workload's selector chose, the server has judged whole. */
function isChosen({ metadata }: PodObject, workload: Workload, asked: number): boolean {
  if (asked === 1) return true;
  const { matchLabels = {}, matchExpressions = [] } = selectorOf(workload);
  return (
    Object.entries(matchLabels).every(([key, value]) => valueAt(metadata?.labels, key) === value) &&
    matchExpressions.every(({ key = '', operator, values = [] }) => {
      const value = valueAt(metadata?.labels, key);
      if (operator === 'Exists') return value !== undefined;
      if (operator === 'DoesNotExist') return value === undefined;
      const isIn = value !== undefined && values.includes(value);
      return operator === 'NotIn' ? !isIn : isIn;
    })
  );
}
