import type { Clock } from '../../../../src/context.js';

/** Time that passes only by sleeping, at once. */
export class RecordingClock implements Clock {
  readonly pauses: number[] = [];
  /** Called in the middle of each pause. */
  during: () => void = () => {};
  #now = 0;

  now(): number {
    return this.#now;
  }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.pauses.push(ms);
    this.#now += ms;
    this.during();
    signal?.throwIfAborted();
  }
}
