import { Duplex } from 'node:stream';

/**
 * A stream that is there before what it stands for: kafkajs and TLS want their socket at once, a tunnel takes a
 * round trip to open. What is written in the meantime waits. It also has the methods of a socket that they call.
 */
export class LateStream extends Duplex {
  #inner: Duplex | undefined;
  #whenAttached: (() => void) | undefined;

  /** Connects it with what it stands for, whose errors and end become its own. */
  attach(inner: Duplex): void {
    if (this.destroyed) {
      inner.on('error', () => {});
      inner.destroy();
      return;
    }
    this.#inner = inner;
    inner.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) inner.pause();
    });
    inner.once('end', () => this.push(null));
    inner.on('error', (error) => this.destroy(error));
    inner.once('close', () => this.destroy());
    this.#whenAttached?.();
  }

  override _read(): void {
    this.#inner?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#withInner((inner) => {
      if (inner.write(chunk)) done();
      else inner.once('drain', done);
    });
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#withInner((inner) => inner.end(done));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#inner?.destroy();
    done(error);
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  #withInner(work: (inner: Duplex) => void): void {
    const inner = this.#inner;
    if (inner !== undefined) work(inner);
    else this.#whenAttached = () => this.#inner !== undefined && work(this.#inner);
  }
}
