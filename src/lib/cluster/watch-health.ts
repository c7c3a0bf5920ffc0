import type { Clock } from '../../context.js';
import { abortable } from '../abortable.js';
import { AccessError, ExopsError, InterruptedError, UsageError } from '../errors.js';
import { WrongClusterError } from '../kafka/errors.js';
import type { HealthScreen } from './health-screens.js';
import type { HealthReport } from './read-health.js';

export interface Watched {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly look: () => Promise<HealthReport>;
  readonly screen: HealthScreen;
}

/** Between two looks; milliseconds. */
const pauseMs = 2_000;

/**
 * Looks again and again until the signal ends it.
 * @throws the signal's reason; the first failure, and any that the next look would have, too
 */
export async function watchHealth({ clock, signal, look, screen }: Watched): Promise<never> {
  await screen.show(await abortable(look(), signal));
  for (;;) {
    await abortable(clock.sleep(pauseMs, signal), signal);
    try {
      await screen.show(await abortable(look(), signal));
    } catch (error) {
      if (!(error instanceof ExopsError) || isOver(error)) throw error;
      screen.fail(error);
    }
  }
}

const lasting = [AccessError, UsageError, InterruptedError, WrongClusterError];

function isOver(error: ExopsError): boolean {
  return lasting.some((kind) => error instanceof kind);
}
