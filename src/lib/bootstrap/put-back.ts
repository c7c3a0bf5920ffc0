import { messageOf } from '../errors.js';
import type { Workload } from '../k8s/kubernetes.js';
import type { PodObject } from '../k8s/objects.js';
import { formatElapsed } from '../terminal/elapsed.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { freeStuckPods } from './free-stuck-pods.js';
import { type RestartWork, reloaderMs, workloadName } from './model.js';
import { isPresent } from './rules/is-present.js';
import { rolloutState } from './rules/rollout-state.js';
import { bearsStamp, generationOf, stampFor } from './stamp.js';
import { tryAgain } from './try-again.js';

export interface PutBack {
  /** `deployment/backend` */
  readonly name: string;
  /** Why it isn't as before; undefined when it is. */
  readonly problem: string | undefined;
  /** Its pods, once it is back; empty when they may not be listed. */
  readonly pods: readonly PodObject[];
}

const lookAgainMs = 250;
const deleted = 'somebody deleted it meanwhile';

/**
 * Puts the pod template of a workload back as it was, frees a StatefulSet of the pods that would hold it up, and waits
 * until it is as ready as it was before.
 */
export async function putBack(deps: BootstrapDeps, work: RestartWork, stamp: string): Promise<PutBack> {
  const name = workloadName(work.workload);
  try {
    const problem = await back(deps, work, stamp);
    return { name, problem, pods: await podsNow(deps, work) };
  } catch (error) {
    return { name, problem: `not put back: ${messageOf(error)}`, pods: [] };
  }
}

/** How many of the pods were there before the change began. */
export function podsBefore(pods: readonly PodObject[], stamp: string): number {
  const second = Math.floor(Date.parse(stamp) / 1_000) * 1_000;
  return pods.filter(({ metadata }) => Date.parse(metadata?.creationTimestamp ?? '') < second).length;
}

async function back(deps: BootstrapDeps, work: RestartWork, stamp: string): Promise<string | undefined> {
  const { clock, kubernetes, patienceMs } = deps;
  const until = clock.now() + patienceMs;
  const nextSecond = Math.floor(kubernetes.serverNow() / 1_000) * 1_000 + 1_000;
  const generation = await templateBack(deps, work, stamp);
  if (generation === undefined) return deleted;
  for (;;) {
    const now = await readNow(deps, work);
    if (now === undefined) return deleted;
    const isLater = kubernetes.serverNow() >= nextSecond;
    const missing = await whatIsMissing(deps, work, now, { generation, isLater });
    if (missing === undefined) return undefined;
    if (clock.now() >= until)
      return `its template is back, but it isn't ready after ${formatElapsed(patienceMs)}: ${missing}`;
    await clock.sleep(lookAgainMs);
  }
}

/** @returns the generation from which on its state says something about being back; undefined when it is gone */
async function templateBack(
  deps: BootstrapDeps,
  work: RestartWork,
  stamp: string,
): Promise<number | undefined> {
  const now = await readNow(deps, work);
  if (now === undefined) return undefined;
  if (work.by === 'Reloader') return generationByReloader(deps, work, now);
  // What somebody else restarted meanwhile has read the old value already, or does so now.
  if (!bearsStamp(now, stamp)) return generationOf(now);
  const former = await formerStamp(deps, work, now, stamp);
  const { kubernetes, clock } = deps;
  return generationOf(
    await tryAgain(clock, () => kubernetes.workloads.setRestartedAt(work.workload, former)),
  );
}

/** Reloader has seen the secret change back, and restarts once more. */
async function generationByReloader(
  deps: BootstrapDeps,
  work: RestartWork,
  before: Workload,
): Promise<number | undefined> {
  for (const until = deps.clock.now() + reloaderMs; deps.clock.now() < until; ) {
    const now = await readNow(deps, work);
    if (now === undefined) return undefined;
    if (generationOf(now) > generationOf(before)) return generationOf(now);
    await deps.clock.sleep(lookAgainMs);
  }
  return generationOf(before);
}

async function readNow(
  { kubernetes, clock }: BootstrapDeps,
  { workload }: RestartWork,
): Promise<Workload | undefined> {
  const now = await tryAgain(clock, () => kubernetes.workloads.read(workload));
  return now?.uid === workload.uid ? now : undefined;
}

/**
 * A Rollout restarts by evicting pods, whose template stays the same: those that started with the new value have to be
 * evicted once more.
 */
async function formerStamp(
  { kubernetes, clock }: BootstrapDeps,
  { before }: RestartWork,
  now: Workload,
  stamp: string,
): Promise<string | null> {
  if (now.kind !== 'Rollout') return before;
  const pods = await tryAgain(clock, () => kubernetes.pods.of(now));
  if (podsBefore(pods, stamp) === pods.length) return before;
  return stampFor(now, new Date(kubernetes.serverNow()).toISOString());
}

/** Undefined when the workload is as ready as it was before. */
async function whatIsMissing(
  { kubernetes, clock }: BootstrapDeps,
  { wasSettled }: RestartWork,
  now: Workload,
  { generation, isLater }: { readonly generation: number; readonly isLater: boolean },
): Promise<string | undefined> {
  const observed = Number(now.object.status?.observedGeneration ?? 0);
  if (now.kind !== 'Rollout' && observed < generation) return 'its controller has not looked yet';
  // The pods made in their place are to be known, by their times in whole seconds, for having read the old value.
  if (now.kind === 'StatefulSet' && !isLater) return 'its pods have not been looked at yet';
  if (now.kind === 'StatefulSet')
    await freeStuckPods(kubernetes, now, await tryAgain(clock, () => kubernetes.pods.of(now)));
  // What wasn't ready before can't be expected to be now.
  if (!wasSettled) return undefined;
  const state = rolloutState(now);
  return state.status === 'done' ? undefined : state.reason;
}

async function podsNow(deps: BootstrapDeps, work: RestartWork): Promise<readonly PodObject[]> {
  try {
    const now = await readNow(deps, work);
    return now === undefined ? [] : (await deps.kubernetes.pods.of(now)).filter(isPresent);
  } catch {
    return [];
  }
}
