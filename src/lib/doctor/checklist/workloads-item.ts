import { workloadName } from '../../bootstrap/model.js';
import { isPresent } from '../../bootstrap/rules/is-present.js';
import { shown } from '../../bootstrap/rules/read-shape.js';
import { rolloutState, wantedPods } from '../../bootstrap/rules/rollout-state.js';
import { type Kubernetes, type Workload, workloadKinds } from '../../k8s/kubernetes.js';
import type { PodObject } from '../../k8s/objects.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import { countOf } from '../../terminal/plural.js';
import type { KubernetesCommands } from '../kubernetes/commands.js';
import { imageTrouble } from '../kubernetes/image-trouble.js';
import type { Finding, Outcome, Step } from '../model.js';
import { step } from '../step.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { type Item, type ItemsAfter, itemDeadlineMs, itemOutcome, nothingToCheck } from './item.js';

/** Whether every workload of the namespace has the pods it wants, ready and of its present template. */
export function workloadsItem(
  _: ChecklistDeps,
  { kubernetes }: ItemsAfter,
): Item & { readonly step: Step<SeenWorkloads> } {
  return {
    what: 'workloads',
    step: step({
      layer: 'pods',
      tries: 'workloads with all their pods',
      after: [kubernetes],
      deadlineMs: itemDeadlineMs,
      run: async (known, signal) => {
        const { kubernetes: api, commands } = known.value(kubernetes);
        const all = (await Promise.all(workloadKinds.map((kind) => allOf(api, kind, signal)))).flat();
        return judgeWorkloads(all, commands);
      },
    }),
  };
}

export interface SeenWorkloads {
  /** Those that don't have all that they want. */
  readonly incomplete: readonly Workload[];
  readonly count: number;
}

async function allOf(
  api: Kubernetes,
  kind: Workload['kind'],
  signal: AbortSignal,
): Promise<readonly Workload[]> {
  const found: Workload[] = [];
  for await (const page of api.workloads.pages(kind, signal)) found.push(...page);
  return found;
}

/** Pure. What is scaled to nothing is complete, and said. */
export function judgeWorkloads(
  all: readonly Workload[],
  commands: KubernetesCommands,
): Outcome<SeenWorkloads> {
  const states = all.map((workload) => ({ workload, state: rolloutState(workload) }));
  const incomplete = states.flatMap(({ workload, state }) => (state.status === 'done' ? [] : [workload]));
  const value = { incomplete, count: all.length };
  if (all.length === 0) return { findings: [], skipped: 'the namespace has no workload', value };
  const missing = states.flatMap(({ workload, state }): Omit<Finding, 'verdict'>[] => {
    if (state.status === 'done') return [];
    const name = shown(workloadName(workload));
    const next = [commands.kubectl('describe', name)];
    return [{ saw: `${name}: ${state.reason}`, problem: 'workload-incomplete', next }];
  });
  const asleep = all.filter((workload) => wantedPods(workload) === 0).length;
  const note = asleep === 0 ? '' : `, ${asleep} of them scaled to nothing`;
  return { ...itemOutcome(missing, `${countOf(all.length, 'workload')} complete${note}`), value };
}

/** Whether the images of what isn't complete can be had. */
export function imagesItem(
  _: ChecklistDeps,
  { kubernetes }: ItemsAfter,
  workloads: Step<SeenWorkloads>,
): Item {
  return {
    what: 'images',
    step: step({
      layer: 'pods',
      tries: 'images of pods',
      after: [kubernetes, workloads],
      deadlineMs: itemDeadlineMs,
      run: async (known, signal) => {
        const { kubernetes: api, commands } = known.value(kubernetes);
        const { incomplete, count } = known.value(workloads);
        if (count === 0) return nothingToCheck('the namespace has no workload');
        const pods = await mapAtMost(usuallyAtOnce, incomplete, signal, (one, own) => api.pods.of(one, own));
        return judgeImages(pods.flat(), commands);
      },
    }),
  };
}

/** Pure. */
export function judgeImages(pods: readonly PodObject[], commands: KubernetesCommands): Outcome<undefined> {
  const missing = pods.filter(isPresent).flatMap((pod): Omit<Finding, 'verdict'>[] => {
    const reason = imageTrouble(pod);
    const name = shown(pod.metadata?.name);
    if (reason === undefined) return [];
    return [
      { saw: `${name}: ${reason}`, problem: 'pods-image', next: [commands.kubectl('describe', 'pod', name)] },
    ];
  });
  return itemOutcome(missing, 'no pod waits for an image');
}
