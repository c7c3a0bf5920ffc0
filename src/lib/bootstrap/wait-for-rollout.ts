import type { Clock } from '../../context.js';
import type { Kubernetes, Workload, WorkloadIdentity } from '../k8s/kubernetes.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { whyDoomed } from './failing-pods.js';
import { rolloutState } from './rules/rollout-state.js';
import { generationOf } from './stamp.js';
import type { WorkloadStates } from './workload-states.js';

/** New pods that can't start are looked for this often; what goes well is told by the watch. */
const podsEveryMs = 1_000;

export interface RolloutDeps {
  readonly kubernetes: Kubernetes;
  readonly clock: Clock;
  /** How long one rollout may take. */
  readonly patienceMs: number;
  /** What must not stand in a log line. */
  readonly hidden: () => readonly string[];
}

export interface AwaitedRollout {
  readonly workload: WorkloadIdentity;
  /** What is older says nothing about this restart. */
  readonly generation: number;
  /** What its restart was stamped with (RFC 3339), which is also when it began. */
  readonly stamp: string;
}

export type RolloutEnd = { readonly isDone: true } | { readonly isDone: false; readonly reason: string };

/**
 * Waits until a workload's rollout is complete by kubectl's own rules, or can't be: its deadline, its pods, its
 * deletion, or our patience say so.
 * @throws the signal's reason, and what the API server can't be asked for any more
 */
export async function waitForRollout(
  deps: RolloutDeps,
  states: WorkloadStates,
  awaited: AwaitedRollout,
  signal: AbortSignal,
): Promise<RolloutEnd> {
  const { clock, patienceMs } = deps;
  const began = clock.now();
  let podsAt = began + podsEveryMs;
  let reason = 'nothing has been heard of it';
  for (;;) {
    const now = states.of(awaited.workload);
    if (now === 'deleted') return failed('somebody deleted it meanwhile');
    const state = now === undefined ? undefined : stateSince(now, awaited.generation);
    if (state?.status === 'done') return { isDone: true };
    if (state?.status === 'failed')
      return failed((now && (await doomed(deps, now, awaited, signal))) ?? state.reason);
    reason = state?.reason ?? reason;
    if (clock.now() - began >= patienceMs)
      return failed(`not complete after ${formatElapsed(patienceMs)}: ${reason}`);
    if (now !== undefined && clock.now() >= podsAt) {
      podsAt = clock.now() + podsEveryMs;
      const why = await doomed(deps, now, awaited, signal);
      if (why !== undefined) return failed(why);
    }
    await states.next(Math.max(0, Math.min(podsAt, began + patienceMs) - clock.now()), signal);
  }
}

function stateSince(workload: Workload, generation: number): ReturnType<typeof rolloutState> | undefined {
  return generationOf(workload) >= generation ? rolloutState(workload) : undefined;
}

function doomed(
  { kubernetes, hidden }: RolloutDeps,
  now: Workload,
  { stamp }: AwaitedRollout,
  signal: AbortSignal,
): Promise<string | undefined> {
  return whyDoomed(kubernetes, now, { stamp, hidden: hidden() }, signal);
}

function failed(reason: string): RolloutEnd {
  return { isDone: false, reason };
}
