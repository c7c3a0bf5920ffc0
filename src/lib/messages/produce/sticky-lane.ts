import type { Lane } from './lane.js';

/** A quicker stream fills a batch before it goes to another partition: many small ones would slow it down. Milliseconds. */
const leastStayMs = 100;

/**
 * Where messages without a key go: they fill a batch of one partition, or what of it is sent after a moment, then one of another
 * that has a leader.
 */
export class StickyLane {
  readonly #lanes: readonly Lane[];
  readonly #now: () => number;
  #lane: Lane | undefined;
  #since = Number.NEGATIVE_INFINITY;

  /** @param now milliseconds */
  constructor(lanes: readonly Lane[], now: () => number) {
    this.#lanes = lanes;
    this.#now = now;
    this.#lane = this.#another();
  }

  /** Undefined of a topic without partitions. */
  get lane(): Lane | undefined {
    return this.#lane;
  }

  /** A batch of the lane is full, or doesn't arrive. */
  leave(lane: Lane): void {
    if (lane !== this.#lane) return;
    this.#lane = this.#another();
    this.#since = this.#now();
  }

  /** A batch of the lane was sent, full or not. */
  sent(lane: Lane): void {
    if (lane === this.#lane && !lane.isOpen && this.#now() - this.#since >= leastStayMs) this.leave(lane);
  }

  #another(): Lane | undefined {
    const led = this.#lanes.filter(({ leader }) => leader >= 0);
    const well = led.filter(({ mustWait, failingSince }) => !mustWait && failingSince === undefined);
    const choice = [well, led, this.#lanes].find((some) => some.length > 0) ?? [];
    const others = choice.filter((lane) => lane !== this.#lane);
    const from = others.length > 0 ? others : choice;
    return from[Math.floor(Math.random() * from.length)];
  }
}
