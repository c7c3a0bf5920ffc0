import type { Lane } from './lane.js';

/** Where messages without a key go: they fill a batch of one partition, then one of another that has a leader. */
export class StickyLane {
  readonly #lanes: readonly Lane[];
  #lane: Lane | undefined;

  constructor(lanes: readonly Lane[]) {
    this.#lanes = lanes;
    this.move();
  }

  /** Undefined of a topic without partitions. */
  get lane(): Lane | undefined {
    return this.#lane;
  }

  move(): void {
    const led = this.#lanes.filter(({ leader }) => leader >= 0);
    const choice = led.length > 0 ? led : this.#lanes;
    const others = choice.filter((lane) => lane !== this.#lane);
    const from = others.length > 0 ? others : choice;
    this.#lane = from[Math.floor(Math.random() * from.length)];
  }
}
