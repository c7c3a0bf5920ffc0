import { atMost } from '../at-most.js';
import { ExopsError, messageOf } from '../errors.js';
import type { BootstrapDeps } from './bootstrap-deps.js';
import { type RestartWork, reloaderMs } from './model.js';
import { bearsStamp, generationOf, stampFor, stampOf, stampsPods } from './stamp.js';
import { type RolloutDeps, type RolloutEnd, waitForRollout } from './wait-for-rollout.js';
import type { WorkloadStates } from './workload-states.js';

export interface RestartDeps extends BootstrapDeps, RolloutDeps {
  readonly states: WorkloadStates;
  /** @throws TakenOverError when the change isn't ours any more */
  readonly assertOwn: () => Promise<void>;
  /** Told before anything is sent for it: going back has to look at it. */
  readonly onBegin: (work: RestartWork) => void;
  readonly onDone: (work: RestartWork) => void;
}

/** A rollout didn't come to a good end. */
export class FailedRolloutError extends ExopsError {
  readonly work: RestartWork;

  constructor(work: RestartWork, reason: string) {
    super(reason);
    this.work = work;
  }
}

/**
 * Restarts workloads and waits for each: those of the lowest order first, so many at a time. The first failure, or an
 * aborted signal, ends it: what hasn't begun isn't begun, and nobody waits for the rest.
 * @throws FailedRolloutError, TakenOverError, what the API server says, the signal's reason
 */
export async function restartAll(
  deps: RestartDeps,
  restarts: readonly RestartWork[],
  stamp: string,
  signal: AbortSignal,
): Promise<void> {
  const { maxParallel, assertOwn, onBegin, onDone } = deps;
  for (const [wave, works] of wavesOf(restarts).entries()) {
    await atMost(maxParallel, works, signal, async (work, index, either) => {
      // Time has passed since the secret was written.
      if (wave > 0 || index >= maxParallel) await assertOwn();
      either.throwIfAborted();
      onBegin(work);
      const end = await restart(deps, work, stamp, either).catch((error: unknown): RolloutEnd => {
        if (either.aborted) throw error;
        return { isDone: false, reason: messageOf(error) };
      });
      if (!end.isDone) throw new FailedRolloutError(work, end.reason);
      if (hasOurTemplate(deps, work, stamp)) onDone(work);
      // What is complete is somebody else's restart: of whoever took the change over, or just one more.
      else await assertOwn();
    });
  }
}

/** Pure: by their order, lowest first. */
function wavesOf(restarts: readonly RestartWork[]): readonly (readonly RestartWork[])[] {
  const orders = [...new Set(restarts.map(({ order }) => order))].sort((a, b) => a - b);
  return orders.map((order) => restarts.filter((work) => work.order === order));
}

function hasOurTemplate({ states }: RestartDeps, work: RestartWork, stamp: string): boolean {
  const now = states.of(work.workload);
  return !stampsPods(work) || (now !== undefined && now !== 'deleted' && bearsStamp(now, stamp));
}

async function restart(
  deps: RestartDeps,
  work: RestartWork,
  stamp: string,
  signal: AbortSignal,
): Promise<RolloutEnd> {
  const generation = await beginRestart(deps, work, stamp, signal);
  return waitForRollout(
    deps,
    deps.states,
    { workload: work.workload, generation, stamp, isStamped: stampsPods(work) },
    signal,
  );
}

/**
 * @returns the generation from which on the workload's state says something about this restart
 * @throws ExopsError when somebody restarted it since the plan was made
 */
async function beginRestart(
  deps: RestartDeps,
  work: RestartWork,
  stamp: string,
  signal: AbortSignal,
): Promise<number> {
  const { kubernetes, states } = deps;
  if (work.isBegun) return work.generation;
  if (work.by === 'Reloader') {
    const generation = await generationByReloader(deps, work, signal);
    if (generation !== undefined) return generation;
  }
  const now = await states.first(work.workload, signal);
  if (now === 'deleted') throw new ExopsError('somebody deleted it meanwhile');
  if (stampOf(now) !== work.before) throw new ExopsError('somebody restarted it since the plan was made');
  // A write whose answer nobody waits for leaves nobody knowing; so it ends, whatever the signal says.
  const restarted = await kubernetes.workloads.setRestartedAt(work.workload, stampFor(work.workload, stamp));
  states.learn(restarted);
  return generationOf(restarted);
}

async function generationByReloader(
  { states, clock }: RestartDeps,
  { workload, generation: since }: RestartWork,
  signal: AbortSignal,
): Promise<number | undefined> {
  for (const until = clock.now() + reloaderMs; clock.now() < until; ) {
    const now = states.of(workload);
    if (now !== undefined && now !== 'deleted' && generationOf(now) > since) return generationOf(now);
    await states.next(until - clock.now(), signal);
  }
  return undefined;
}
