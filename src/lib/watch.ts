import type { Clock } from '../context.js';
import { abortable } from './abortable.js';
import { AccessError, ExopsError, InterruptedError, UsageError } from './errors.js';
import { WrongClusterError } from './kafka/errors.js';
import { printable } from './terminal/printable.js';

/** Where a watch shows what it sees. */
export interface WatchScreen<Seen> {
  /** Called for each look. */
  show(seen: Seen): void | Promise<void>;
  /** Nothing answers, and it is asked again. */
  fail(error: ExopsError): void;
}

export interface Watched<Seen> {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Between two looks; milliseconds. */
  readonly everyMs: number;
  readonly look: () => Promise<Seen>;
  readonly screen: WatchScreen<Seen>;
}

/**
 * Looks again and again until the signal ends it.
 * @throws the signal's reason; the first failure, and any that the next look would have, too
 */
export async function watch<Seen>(watched: Watched<Seen>): Promise<never> {
  const { clock, signal, everyMs, look, screen } = watched;
  await screen.show(await abortable(look(), signal));
  for (;;) {
    await abortable(clock.sleep(everyMs, signal), signal);
    try {
      await screen.show(await abortable(look(), signal));
    } catch (error) {
      if (!(error instanceof ExopsError) || isLasting(error)) throw error;
      screen.fail(error);
    }
  }
}

/** Unlike a broker that doesn't answer now. */
function isLasting(error: ExopsError): boolean {
  return [AccessError, UsageError, InterruptedError, WrongClusterError].some((kind) => error instanceof kind);
}

/** What a screen says of a failure; printable. */
export function againWords({ message }: ExopsError): string {
  return `${printable(message)} It is tried again.`;
}
