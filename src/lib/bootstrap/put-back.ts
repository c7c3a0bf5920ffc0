import { messageOf } from '../errors.js';
import type { Workload } from '../k8s/kubernetes.js';
import type { PodObject } from '../k8s/objects.js';
import { formatElapsed } from '../terminal/elapsed.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { type RestartWork, workloadName } from './model.js';
import { stuckPods } from './rules/pod-trouble.js';
import { rolloutState } from './rules/rollout-state.js';
import { bearsStamp, generationOf, stampFor } from './stamp.js';

export interface PutBack {
  /** `deployment/backend` */
  readonly name: string;
  /** Why it isn't as before; undefined when it is. */
  readonly problem: string | undefined;
  /** Its pods, once it is back. */
  readonly pods: readonly PodObject[];
}

const lookAgainMs = 250;

/**
 * Puts the pod template of a workload back as it was, frees a StatefulSet of the pods that would hold it up, and waits
 * until it is as ready as it was before.
 */
export async function putBack(deps: BootstrapDeps, work: RestartWork, stamp: string): Promise<PutBack> {
  const name = workloadName(work.workload);
  try {
    const problem = await back(deps, work, stamp);
    const now = await deps.kubernetes.workloads.read(work.workload);
    return { name, problem, pods: now === undefined ? [] : await deps.kubernetes.pods.of(now) };
  } catch (error) {
    return { name, problem: `not put back: ${messageOf(error)}`, pods: [] };
  }
}

/** How many of the pods were there before the change began. */
export function podsBefore(pods: readonly PodObject[], stamp: string): number {
  return pods.filter(({ metadata }) => {
    const created = metadata?.creationTimestamp;
    return created !== undefined && Date.parse(created) < Math.floor(Date.parse(stamp) / 1_000) * 1_000;
  }).length;
}

async function back(deps: BootstrapDeps, work: RestartWork, stamp: string): Promise<string | undefined> {
  const { kubernetes, clock, patienceMs } = deps;
  const { workload, before, wasSettled } = work;
  let now = await kubernetes.workloads.read(workload);
  if (now === undefined || now.uid !== workload.uid) return 'somebody deleted it meanwhile';
  // What somebody else restarted meanwhile has read the old value already, or does so now.
  if (bearsStamp(now, stamp))
    now = await kubernetes.workloads.setRestartedAt(workload, await formerStamp(deps, now, before, stamp));
  const generation = generationOf(now);
  for (const until = clock.now() + patienceMs; ; ) {
    const end =
      now === undefined
        ? 'somebody deleted it meanwhile'
        : await lookAgain(deps, now, generation, wasSettled);
    if (end === 'as before') return undefined;
    if (now === undefined) return end;
    if (clock.now() >= until)
      return `its template is back, but it isn't ready after ${formatElapsed(patienceMs)}: ${end}`;
    await clock.sleep(lookAgainMs);
    now = await kubernetes.workloads.read(workload);
  }
}

/**
 * A Rollout restarts by evicting pods, whose template stays the same: those that started with the new value have to be
 * evicted once more.
 */
async function formerStamp(
  { kubernetes, clock }: BootstrapDeps,
  now: Workload,
  before: string | null,
  stamp: string,
): Promise<string | null> {
  if (now.kind !== 'Rollout') return before;
  const pods = await kubernetes.pods.of(now);
  if (podsBefore(pods, stamp) === pods.length) return before;
  return stampFor(now, new Date(clock.now()).toISOString());
}

/** @returns `as before`, or what is still missing */
async function lookAgain(
  { kubernetes }: BootstrapDeps,
  now: Workload,
  generation: number,
  wasSettled: boolean,
): Promise<string> {
  const observed = Number(now.object.status?.observedGeneration ?? 0);
  if (now.kind !== 'Rollout' && observed < generation) return 'its controller has not looked yet';
  if (now.kind === 'StatefulSet') {
    for (const { metadata } of stuckPods(now, await kubernetes.pods.of(now))) {
      const { name, uid } = metadata ?? {};
      if (name !== undefined && uid !== undefined) await kubernetes.pods.delete({ name, uid });
    }
  }
  // What wasn't ready before can't be expected to be now.
  if (!wasSettled) return 'as before';
  const state = rolloutState(now);
  return state.status === 'done' ? 'as before' : state.reason;
}
