import type { Clock } from '../../../context.js';
import { abortable } from '../../abortable.js';
import { AccessError, ExopsError, InterruptedError, UsageError } from '../../errors.js';
import type { StatusObserver, StatusReport } from './observe-status.js';
import { fingerprintOf, type StatusScreen } from './screens.js';

export interface WatchedBy {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly observe: StatusObserver;
  readonly screen: StatusScreen;
  /** Between two looks while things change; milliseconds. */
  readonly shortestMs?: number;
}

/** Milliseconds. */
const defaultShortestMs = 2_000;
/** How much longer each pause is than the one before while nothing changes, and at most. */
const slower = 1.5;
const longestPauses = 15;

/**
 * Looks again and again until the signal ends it. While nothing changes, or nothing answers, ever more seldom.
 * @throws the signal's reason; the first failure, and any that the next look would have, too
 */
export async function watchStatus(watched: WatchedBy): Promise<never> {
  const { clock, signal, observe, screen, shortestMs = defaultShortestMs } = watched;
  let report = await observe(signal);
  await screen.show(report);
  let pause = shortestMs;
  for (;;) {
    await abortable(clock.sleep(pause, signal), signal);
    const next = await lookAgain(watched);
    const hasChanged = next !== undefined && fingerprintOf(next) !== fingerprintOf(report);
    pause = hasChanged ? shortestMs : Math.min(pause * slower, shortestMs * longestPauses);
    if (next === undefined) continue;
    report = next;
    await screen.show(report);
  }
}

/** Undefined when there was no answer. */
async function lookAgain({ observe, screen, signal }: WatchedBy): Promise<StatusReport | undefined> {
  try {
    return await observe(signal);
  } catch (error) {
    const isOver = error instanceof AccessError || error instanceof UsageError;
    if (!(error instanceof ExopsError) || error instanceof InterruptedError || isOver) throw error;
    screen.fail(error);
    return undefined;
  }
}
