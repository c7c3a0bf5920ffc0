import type { Clock } from '../../context.js';
import type { Sleeper, SleeperPort } from './model.js';
import { isPassing } from './rules/failures.js';
import { keyOf } from './rules/names.js';

/** Milliseconds. */
export const usualFirstPollMs = 1_000;
const longestPollMs = 30_000;
/** A change is seen this late, as a part of the time it took. */
const lateness = 0.025;
/** How long a service may say nothing of what it was asked. */
const silenceMs = 60_000;

/** Sleepers of one kind, read again and again. */
export interface Readings {
  /**
   * As it is at the next reading; undefined when it is gone. All that are waited for at a time are read at once.
   * @param since when the waiting for it began; the longer ago, the longer the pauses
   * @throws what the service can't be asked for, after a while of nothing but that; the signal's reason
   */
  next(sleeper: Sleeper, since: number): Promise<Sleeper | undefined>;
}

interface Waiter {
  readonly sleeper: Sleeper;
  readonly since: number;
  resolve(now: Sleeper | undefined): void;
  reject(error: unknown): void;
}

/** Reads what is waited for, and nothing while nobody waits. */
export function followKind(
  port: Pick<SleeperPort, 'read'>,
  timing: { readonly clock: Clock; readonly firstPollMs: number },
  signal: AbortSignal,
): Readings {
  return new KindReadings(port, timing, signal);
}

class KindReadings implements Readings {
  readonly #port: Pick<SleeperPort, 'read'>;
  readonly #clock: Clock;
  readonly #firstPollMs: number;
  readonly #signal: AbortSignal;
  #waiting: Waiter[] = [];
  #silentSince: number | undefined;
  #isRunning = false;

  constructor(
    port: Pick<SleeperPort, 'read'>,
    { clock, firstPollMs }: { readonly clock: Clock; readonly firstPollMs: number },
    signal: AbortSignal,
  ) {
    this.#port = port;
    this.#clock = clock;
    this.#firstPollMs = firstPollMs;
    this.#signal = signal;
  }

  next(sleeper: Sleeper, since: number): Promise<Sleeper | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sleeper, since, resolve, reject });
      if (!this.#isRunning) this.#run().catch(reject);
    });
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#waiting.length > 0) {
        const youngest = Math.max(...this.#waiting.map(({ since }) => since));
        await this.#clock.sleep(pauseMs(this.#clock.now() - youngest, this.#firstPollMs), this.#signal);
        await this.#read();
      }
    } catch (error) {
      for (const { reject } of this.#taken()) reject(error);
    } finally {
      this.#isRunning = false;
    }
  }

  async #read(): Promise<void> {
    const begun = this.#taken();
    try {
      const read = await this.#port.read(
        begun.map(({ sleeper }) => sleeper),
        // One of its own: what listens to it goes with it.
        AbortSignal.any([this.#signal]),
      );
      this.#silentSince = undefined;
      const found = new Map(read.map((sleeper) => [keyOf(sleeper), sleeper]));
      for (const { sleeper, resolve } of begun) resolve(found.get(keyOf(sleeper)));
    } catch (error) {
      if (this.#mayPass(error)) this.#waiting = [...begun, ...this.#waiting];
      else for (const { reject } of begun) reject(error);
    }
  }

  #mayPass(error: unknown): boolean {
    if (this.#signal.aborted || !isPassing(error)) return false;
    this.#silentSince ??= this.#clock.now();
    return this.#clock.now() - this.#silentSince < silenceMs;
  }

  #taken(): readonly Waiter[] {
    const taken = this.#waiting;
    this.#waiting = [];
    return taken;
  }
}

/** The pause before something is looked at that has been waited for so long; milliseconds. */
export function pauseMs(waitedMs: number, firstPollMs: number): number {
  return Math.min(longestPollMs, Math.max(firstPollMs, waitedMs * lateness));
}
