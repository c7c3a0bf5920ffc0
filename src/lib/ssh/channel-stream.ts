import { Duplex } from 'node:stream';
import type { ClientChannel } from 'ssh2';

type Done = (error?: Error | null) => void;

/** Several of ssh2's packets of 32 kB; its own buffer holds 2 MB. */
const readAhead = 256 * 1024;

/**
 * A channel as an ordinary stream: ssh2's own leaves writes unanswered once the other end is closed, and ends as if all
 * were well when the connection is lost. What is written after the other end closed goes nowhere, while what came
 * before can still be read; then the stream is closed. An error that nobody listens for does no harm.
 */
export class ChannelStream extends Duplex {
  /**
   * Resolves when the channel is closed and everything that came was read, or when the stream is destroyed before;
   * rejects when the connection is lost.
   */
  readonly ended: Promise<void>;
  readonly #channel: ClientChannel;
  #isClosed = false;
  #finish: Done | undefined;
  #resolveEnded: () => void = () => undefined;
  #rejectEnded: (error: Error) => void = () => undefined;

  constructor(channel: ClientChannel) {
    super({ readableHighWaterMark: readAhead });
    this.#channel = channel;
    this.on('error', () => undefined);
    channel.on('error', (error: Error) => this.destroy(error));
    channel.on('data', (chunk: Buffer) => {
      if (!this.push(chunk)) channel.pause();
    });
    channel.once('end', () => this.push(null));
    this.ended = new Promise((resolve, reject) => {
      this.#resolveEnded = resolve;
      this.#rejectEnded = reject;
      const onRead = () => {
        resolve();
        if (!this.writableEnded) this.destroy();
      };
      channel.once('close', () => {
        this.#close();
        if (this.readableEnded) onRead();
        else this.once('end', onRead);
      });
    });
    // Not everyone who opens a stream awaits its end.
    this.ended.catch(() => undefined);
  }

  /** Ends with an error because the connection did. */
  lose(error: Error): void {
    this.#rejectEnded(error);
    this.#isClosed = true;
    this.destroy(error);
  }

  override _read(): void {
    this.#channel.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#orClosed(done, (finish) => this.#channel.write(chunk, finish));
  }

  override _final(done: Done): void {
    this.#orClosed(done, (finish) => this.#channel.end(finish));
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#finish = undefined;
    if (!this.readableEnded) this.#resolveEnded();
    if (!this.#isClosed) this.#leave();
    this.#channel.resume();
    done(error);
  }

  /** Once the other end has said everything, it closes the channel itself, after the status of a command. */
  #leave(): void {
    if (this.readableEnded) this.#channel.end();
    else this.#channel.destroy();
  }

  #close(): void {
    this.#isClosed = true;
    if (this.#finish !== undefined) setImmediate(this.#finish);
  }

  /** Calls `done` once: when the work has finished, or when the channel is closed and takes nothing more. */
  #orClosed(done: Done, work: (finish: Done) => void): void {
    // Answered at once, a source without end would let nothing else happen.
    const drop = () => setImmediate(done);
    if (this.#isClosed) {
      drop();
      return;
    }
    const finish: Done = (error) => {
      if (this.#finish !== finish) return;
      this.#finish = undefined;
      // ssh2 ends its own side some time before it tells that the channel is closed.
      if (error) drop();
      else done();
    };
    this.#finish = finish;
    work(finish);
  }
}
