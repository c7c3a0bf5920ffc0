import type { Clock } from '../../context.js';
import { CoordinatorMovingError } from '../kafka/errors.js';
import { type ItemError, isCoordinatorMoving } from '../kafka/item-error.js';

export interface Patience {
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
}

/** Milliseconds; brokers load the groups of a new coordinator within seconds, and say so meanwhile. */
const pausesMs = [100, 200, 400, 800, 1_600];

/**
 * Asks again, a few seconds at most, while the answer says that a coordinator loads its groups or is another broker now.
 * @param ask finds the coordinators anew each time
 * @param errorsOf what the answer says of its groups
 * @returns the last answer, with the errors that are left
 * @throws CoordinatorMovingError when there is still no answer at all, and the signal's reason
 */
export async function whileCoordinatorsMove<Answer>(
  { clock, signal }: Patience,
  ask: () => Promise<Answer>,
  errorsOf: (answer: Answer) => readonly (ItemError | undefined)[],
): Promise<Answer> {
  for (const pauseMs of pausesMs) {
    const answer = await ask().catch((error: unknown) => {
      if (error instanceof CoordinatorMovingError) return 'none yet' as const;
      throw error;
    });
    if (answer !== 'none yet' && !errorsOf(answer).some(isCoordinatorMoving)) return answer;
    await clock.sleep(pauseMs, signal);
  }
  return ask();
}
