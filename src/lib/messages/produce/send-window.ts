const mebibyte = 1024 * 1024;
const least = mebibyte / 4;
const most = 16 * mebibyte;
/** An answer in less time leaves room for more; milliseconds. */
const quickMs = 2_000;
/** One that takes longer might take too long. */
const slowMs = 8_000;
/** With less than this on its way the line is slow, or not known yet. */
const wide = 4 * mebibyte;
const smallBatch = 250_000;
/** librdkafka's own; the default of `max.message.bytes` is a little more. */
const largeBatch = 1_000_000;

/**
 * How many bytes may be on their way to brokers: few at first, more with each quick answer, so that a fast line with long round
 * trips is filled and a slow one answers in time.
 */
export class SendWindow {
  #onTheirWay = 0;
  #size = mebibyte;

  /** One batch may go whatever its size, when it goes alone. */
  hasRoom(bytes: number): boolean {
    return this.#onTheirWay === 0 || this.#onTheirWay + bytes <= this.#size;
  }

  /** What a batch may grow to. */
  get batchBytes(): number {
    return this.#size >= wide ? largeBatch : smallBatch;
  }

  sent(bytes: number): void {
    this.#onTheirWay += bytes;
  }

  /** @param tookMs from when it was sent; undefined for what was lost */
  ended(bytes: number, tookMs: number | undefined): void {
    this.#onTheirWay -= bytes;
    if (tookMs === undefined || tookMs > slowMs) this.#size = Math.max(least, this.#size / 2);
    else if (tookMs < quickMs) this.#size = Math.min(most, this.#size + bytes);
  }
}
