import type { Clock } from '../../context.js';
import type { Kubernetes, Workload, WorkloadIdentity } from '../k8s/kubernetes.js';
import { generationOf } from './stamp.js';

/** What is known of some workloads while they change. */
export interface WorkloadStates {
  /** Undefined before the first answer. */
  of(workload: WorkloadIdentity): Workload | 'deleted' | undefined;
  /** The first that is heard of it. */
  first(workload: WorkloadIdentity, signal: AbortSignal): Promise<Workload | 'deleted'>;
  /** The answer to a write of our own is news too, unless more has been heard since. */
  learn(workload: Workload): void;
  /**
   * Resolves when something changes, or after so many milliseconds.
   * @throws what the API server can't be asked for any more, or the signal's reason
   */
  next(ms: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** Follows workloads from now on: all of them through one connection a kind. */
export function followStates(
  { kubernetes, clock }: { readonly kubernetes: Kubernetes; readonly clock: Clock },
  workloads: readonly WorkloadIdentity[],
  patienceMs: number,
): WorkloadStates {
  const known = new Map<string, Workload | 'deleted'>();
  const ended = new AbortController();
  let waiting: (() => void)[] = [];
  const failures: unknown[] = [];
  const wake = () => {
    const woken = waiting;
    waiting = [];
    for (const one of woken) one();
  };
  const set = (uid: string, state: Workload | 'deleted') => {
    known.set(uid, state);
    wake();
  };
  const generationKnown = (uid: string) => {
    const state = known.get(uid);
    return state === undefined || state === 'deleted' ? -1 : generationOf(state);
  };
  const following = (async () => {
    const { signal } = ended;
    for await (const event of kubernetes.workloads.follow(workloads, { signal, patienceMs })) {
      const { kind, workload } = event;
      if (kind === 'deleted') set(workload.uid, 'deleted');
      else if (generationOf(workload) >= generationKnown(workload.uid)) set(workload.uid, workload);
    }
  })();
  following.catch((error: unknown) => {
    if (!ended.signal.aborted) failures.push(error);
    wake();
  });
  const next = async (ms: number, signal: AbortSignal) => {
    signal.throwIfAborted();
    if (failures.length > 0) throw failures[0];
    const tick = new AbortController();
    let woken = () => {};
    const changed = new Promise<void>((resolve) => {
      woken = resolve;
      waiting.push(woken);
    });
    try {
      await Promise.race([changed, clock.sleep(ms, AbortSignal.any([signal, tick.signal]))]);
    } finally {
      tick.abort();
      waiting = waiting.filter((one) => one !== woken);
    }
    if (failures.length > 0) throw failures[0];
  };
  return {
    of: ({ uid }) => known.get(uid),
    async first({ uid }, signal) {
      for (;;) {
        const state = known.get(uid);
        if (state !== undefined) return state;
        await next(patienceMs, signal);
      }
    },
    learn: (workload) => {
      if (generationOf(workload) > generationKnown(workload.uid)) set(workload.uid, workload);
    },
    next,
    close: () => ended.abort(),
  };
}
