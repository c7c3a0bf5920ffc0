import type { Clock } from '../../context.js';
import type { Kubernetes, Workload, WorkloadIdentity } from '../k8s/kubernetes.js';

/** What is known of some workloads while they change. */
export interface WorkloadStates {
  /** Undefined before the first answer. */
  of(workload: WorkloadIdentity): Workload | 'deleted' | undefined;
  /** The answer to a write of our own is news too. */
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
  const learn = (workload: Workload) => {
    const before = known.get(workload.uid);
    if (before === undefined || (before !== 'deleted' && !isOlder(workload, before)))
      known.set(workload.uid, workload);
    wake();
  };
  const following = (async () => {
    const { signal } = ended;
    for await (const event of kubernetes.workloads.follow(workloads, { signal, patienceMs })) {
      if (event.kind === 'now') learn(event.workload);
      else {
        known.set(event.workload.uid, 'deleted');
        wake();
      }
    }
  })();
  following.catch((error: unknown) => {
    if (!ended.signal.aborted) failures.push(error);
    wake();
  });
  return {
    of: ({ uid }) => known.get(uid),
    learn,
    async next(ms, signal) {
      signal.throwIfAborted();
      if (failures.length > 0) throw failures[0];
      const tick = new AbortController();
      const changed = new Promise<void>((resolve) => waiting.push(resolve));
      try {
        await Promise.race([changed, clock.sleep(ms, AbortSignal.any([signal, tick.signal]))]);
      } finally {
        tick.abort();
      }
      if (failures.length > 0) throw failures[0];
    },
    close: () => ended.abort(),
  };
}

function isOlder(workload: Workload, than: Workload): boolean {
  const generation = ({ object }: Workload) => object.metadata?.generation ?? 0;
  return generation(workload) < generation(than);
}
