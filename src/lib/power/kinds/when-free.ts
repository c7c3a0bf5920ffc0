import type { Clock } from '../../../context.js';
import { AwsError } from '../../aws/aws-errors.js';

export interface BusyDeps {
  readonly clock: Clock;
  /** Whether asking again can help. */
  mayEnd(): Promise<boolean>;
  readonly signal: AbortSignal | undefined;
}

const firstPauseMs = 2_000;
const longestPauseMs = 30_000;

/**
 * Asks again for as long as EKS refuses because another update runs (409 ResourceInUseException): it has no queue, and
 * an update can't be called off. Until the signal ends it; without one, it isn't waited for.
 */
export async function whenFree<Result>(
  ask: () => Promise<Result>,
  { clock, mayEnd, signal }: BusyDeps,
): Promise<Result> {
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 1.5, longestPauseMs)) {
    try {
      return await ask();
    } catch (error) {
      const isBusy = error instanceof AwsError && error.code === 'ResourceInUseException';
      if (!isBusy || signal === undefined || !(await mayEnd())) throw error;
    }
    await clock.sleep(pauseMs, signal);
  }
}
