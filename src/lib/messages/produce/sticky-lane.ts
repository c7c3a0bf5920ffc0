import type { Lane } from './lane.js';

/** A quicker stream fills a batch before it goes to another partition: many small ones would slow it down. Milliseconds. */
const leastStayMs = 100;

/**
 * Where messages without a key go: they fill a batch of one partition, or what of it is sent after a moment, then one of the next
 * that has a leader. The first is any of them: else many short streams would all go to one.
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
    this.#lane = this.#nextBehind(Math.floor(Math.random() * lanes.length));
  }

  /** Undefined of a topic without partitions. */
  get lane(): Lane | undefined {
    return this.#lane;
  }

  /** A batch of the lane is full, or doesn't arrive. */
  leave(lane: Lane): void {
    if (lane !== this.#lane) return;
    this.#lane = this.#nextBehind(this.#lanes.indexOf(lane));
    this.#since = this.#now();
  }

  /** A batch of the lane was sent, full or not. */
  sent(lane: Lane): void {
    if (lane === this.#lane && !lane.isOpen && this.#now() - this.#since >= leastStayMs) this.leave(lane);
  }

  /** In turn; those where batches arrive are preferred to those with a leader, and these to the rest. */
  #nextBehind(place: number): Lane | undefined {
    const inTurn = [...this.#lanes.slice(place + 1), ...this.#lanes.slice(0, place + 1)];
    const led = inTurn.filter(({ leader }) => leader >= 0);
    const well = led.find(({ mustWait, failingSince }) => !mustWait && failingSince === undefined);
    return well ?? led[0] ?? inTurn[0];
  }
}
