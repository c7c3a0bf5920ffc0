import type { Clock } from '../../context.js';
import { ConflictError, isSilence } from '../k8s/errors.js';

/** How long an API server may be out of reach in the middle of a change. */
export const silenceMs = 30_000;
const firstPauseMs = 250;
const longestPauseMs = 2_000;
/** Somebody who writes all the time is no passing matter. */
const conflicts = 5;

/**
 * Asks until there is an answer: a server that restarts, or somebody who wrote in between, is no reason to give a change
 * up halfway. Only for what reads again what there is to do.
 */
export async function tryAgain<Result>(
  clock: Clock,
  ask: () => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const until = clock.now() + silenceMs;
  let pauseMs = firstPauseMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      const isConflict = error instanceof ConflictError && attempt < conflicts;
      if (!isConflict && (!isSilence(error) || clock.now() >= until)) throw error;
    }
    await clock.sleep(pauseMs, signal);
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}
