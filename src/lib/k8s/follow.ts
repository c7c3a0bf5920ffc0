import { type FollowDeps, followKind } from './follow-kind.js';
import { type WorkloadEvent, type WorkloadIdentity, workloadKinds } from './kubernetes.js';

/** See Workloads.follow. Of a workload that changes faster than the events are taken, the newest state is kept. */
export async function* follow(
  deps: FollowDeps,
  wanted: readonly WorkloadIdentity[],
  options: { readonly signal: AbortSignal; readonly patienceMs: number },
): AsyncGenerator<WorkloadEvent, void> {
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const waiting = new Map<string, WorkloadEvent>();
  let failure: { readonly error: unknown } | undefined;
  let wake = () => {};
  const emit = (event: WorkloadEvent) => {
    waiting.set(event.workload.uid, event);
    wake();
  };
  const { patienceMs } = options;
  const sources = workloadKinds
    .map((kind) => ({ kind, workloads: wanted.filter((workload) => workload.kind === kind) }))
    .filter(({ workloads }) => workloads.length > 0)
    .map((some) =>
      followKind(deps, { ...some, emit, signal, patienceMs }).catch((error: unknown) => {
        failure ??= { error };
        wake();
      }),
    );
  const onAbort = () => wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted) {
      const [first] = waiting;
      if (first !== undefined) {
        waiting.delete(first[0]);
        yield first[1];
      } else if (failure !== undefined) throw failure.error;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    ended.abort();
    signal.removeEventListener('abort', onAbort);
    await Promise.all(sources);
  }
}
