import { setTimeout as sleep } from 'node:timers/promises';

/** Work that is done again and again, one time after the other. */
export interface Repeated {
  /** Resolves when the time under way is over; rejects with what it failed with, if it did. */
  stop(): Promise<void>;
}

/** A time that fails is followed by the next one all the same. */
export function repeat(work: () => Promise<void>, pauseMs: number): Repeated {
  const stopped = new AbortController();
  let failure: unknown;
  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      failure = await work().then(
        () => undefined,
        (error: unknown) => error,
      );
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    async stop() {
      stopped.abort();
      await running;
      if (failure !== undefined) throw failure;
    },
  };
}
