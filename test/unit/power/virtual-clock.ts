import type { Clock } from '../../../src/context.js';

interface Pending {
  readonly at: number;
  wake(): void;
}

/**
 * Time that passes only when everybody sleeps: once nothing else is to be done, the earliest sleeper wakes. Several
 * may sleep at a time.
 */
export class VirtualClock implements Clock {
  #now: number;
  readonly #pending = new Set<Pending>();
  #isPumping = false;

  constructor(now = Date.UTC(2026, 10, 20, 19)) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Lets time pass in which nobody does anything. */
  pass(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      const end = () => {
        this.#pending.delete(pending);
        reject(signal?.reason);
      };
      const pending = {
        at: this.#now + ms,
        wake: () => {
          signal?.removeEventListener('abort', end);
          resolve();
        },
      };
      signal?.addEventListener('abort', end, { once: true });
      this.#pending.add(pending);
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    // By then everything that was to be done at this moment is done.
    setImmediate(() => {
      this.#isPumping = false;
      const [first] = [...this.#pending].sort((one, other) => one.at - other.at);
      if (first === undefined) return;
      this.#pending.delete(first);
      this.#now = Math.max(this.#now, first.at);
      first.wake();
      this.#pump();
    });
  }
}
