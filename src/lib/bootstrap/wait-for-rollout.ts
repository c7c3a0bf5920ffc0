import type { Clock } from '../../context.js';
import { isSilence } from '../k8s/errors.js';
import type { Kubernetes, Workload, WorkloadIdentity } from '../k8s/kubernetes.js';
import { formatElapsed } from '../terminal/elapsed.js';
import { whyDoomed, whyUnready } from './failing-pods.js';
import { type RolloutState, rolloutState } from './rules/rollout-state.js';
import { generationOf } from './stamp.js';
import type { WorkloadStates } from './workload-states.js';

/** New pods that can't start are looked for this often; what goes well is told by the watch. */
const podsEveryMs = 1_000;
const podsAtLeastMs = 5_000;

/** An autoscaler makes a node in a minute or two. */
const nodeMs = 120_000;

export interface RolloutDeps {
  readonly kubernetes: Kubernetes;
  readonly clock: Clock;
  /** How long one rollout may take. */
  readonly patienceMs: number;
  /** What must not stand in a log line. */
  readonly hidden: () => readonly string[];
  /** Told whenever it has come further: `1 of 2 updated pods ready`. */
  readonly onWaiting?: (workload: WorkloadIdentity, reason: string) => void;
}

export interface AwaitedRollout {
  readonly workload: WorkloadIdentity;
  /** What is older says nothing about this restart. */
  readonly generation: number;
  /** What its restart was stamped with (RFC 3339), which is also when it began. */
  readonly stamp: string;
  /** Its pods bear the stamp: neither Argo nor Reloader has restarted them. */
  readonly isStamped: boolean;
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
  const until = began + patienceMs;
  let podsAt = began + podsEveryMs;
  let lookedAt = began;
  let last: Known;
  let reason = 'nothing has been heard of it';
  for (;;) {
    const now = states.of(awaited.workload);
    const state = stateSince(now, awaited.generation);
    if (state.status === 'done') return { isDone: true };
    if (state.reason !== '' && state.reason !== reason) {
      reason = state.reason;
      deps.onWaiting?.(awaited.workload, reason);
    }
    // What gets on is left alone for a while.
    if (now !== last) podsAt = Math.min(clock.now() + podsEveryMs, lookedAt + podsAtLeastMs);
    last = now;
    const isDue = clock.now() >= podsAt;
    const isPatient = clock.now() - began < nodeMs;
    const end = await endOf(deps, awaited, { now, state, isDue, isPatient }, signal);
    if (end !== undefined) return failed(end);
    if (clock.now() >= until) {
      const why = await unready(deps, now, awaited, signal);
      return failed(`not complete after ${formatElapsed(patienceMs)}: ${reason}${why}`);
    }
    if (isDue) {
      lookedAt = clock.now();
      podsAt = lookedAt + podsEveryMs;
    }
    await states.next(Math.max(0, Math.min(podsAt, until) - clock.now()), signal);
  }
}

type Known = ReturnType<WorkloadStates['of']>;
type Undone = Exclude<RolloutState, { status: 'done' }>;

interface Look {
  readonly now: Known;
  readonly state: Undone;
  /** It is time to look at the pods. */
  readonly isDue: boolean;
  /** A node may still come for a pod that has none. */
  readonly isPatient: boolean;
}

/** Why it has come to an end that isn't the good one; undefined while it goes on. */
async function endOf(
  deps: RolloutDeps,
  awaited: AwaitedRollout,
  { now, state, isDue, isPatient }: Look,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (now === 'deleted') return 'somebody deleted it meanwhile';
  const hasFailed = state.status === 'failed';
  const why =
    now !== undefined && (isDue || hasFailed)
      ? await doomed(deps, now, { ...awaited, isPatient }, signal)
      : undefined;
  return why ?? (hasFailed ? state.reason : undefined);
}

/** What is said of the time before the restart is nothing. */
function stateSince(now: Known, generation: number): RolloutState {
  const isNews = now !== undefined && now !== 'deleted' && generationOf(now) >= generation;
  return isNews ? rolloutState(now) : { status: 'waiting', reason: '' };
}

/** A server that doesn't answer this time says nothing of the pods. */
async function doomed(
  { kubernetes, hidden }: RolloutDeps,
  now: Workload,
  { stamp, isStamped, isPatient }: AwaitedRollout & Pick<Look, 'isPatient'>,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await whyDoomed(kubernetes, now, { stamp, hidden: hidden(), isStamped, isPatient }, signal);
  } catch (error) {
    if (isSilence(error)) return undefined;
    throw error;
  }
}

/** A pod that holds it up, with its reason; nothing when it has none, or can't be asked for. */
async function unready(
  { kubernetes }: RolloutDeps,
  now: Known,
  { stamp, isStamped }: AwaitedRollout,
  signal: AbortSignal,
): Promise<string> {
  if (now === undefined || now === 'deleted') return '';
  try {
    const why = await whyUnready(kubernetes, now, { stamp, isStamped }, signal);
    return why === undefined ? '' : ` (${why})`;
  } catch (error) {
    if (isSilence(error)) return '';
    throw error;
  }
}

function failed(reason: string): RolloutEnd {
  return { isDone: false, reason };
}
