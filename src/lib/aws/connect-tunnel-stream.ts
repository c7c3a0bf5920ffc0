import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import {
  explainClosing,
  explainFailure,
  type TunnelTarget,
  unexpectedFrame,
} from './connect-tunnel-errors.js';

type Callback = (error?: Error | null) => void;

/** As the AWS CLI has it. */
const longestFrame = 65_000;

/** How long the endpoint may take to answer a closing frame; milliseconds. */
const closingMs = 1_000;

/** Codes of an orderly end, the second one without a code (RFC 6455, section 7.4.1). */
const orderly: readonly number[] = [1000, 1005];

/** The bytes of a TCP connection in the binary frames of an open websocket. */
export class TunnelStream extends Duplex {
  readonly #socket: WebSocket;
  readonly #target: TunnelTarget;
  #wasUsed = false;

  constructor(socket: WebSocket, target: TunnelTarget) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    this.#target = target;
    socket.on('message', (bytes: Buffer, isBinary) => this.#take(bytes, isBinary));
    socket.on('error', (error) => this.destroy(explainFailure(error, target)));
    socket.on('close', (code, reason) => this.#closed(code, reason.toString('utf8')));
    // A connection that breaks before anybody listens doesn't end the process.
    this.on('error', () => undefined);
  }

  override _read(): void {
    this.#socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, callback: Callback): void {
    this.#sendFrom(chunk, 0, callback);
  }

  /** A websocket has no half that could be closed alone. */
  override _final(callback: Callback): void {
    this.#socket.close(1000);
    setTimeout(() => this.#socket.terminate(), closingMs).unref();
    callback();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    this.#socket.terminate();
    callback(error);
  }

  #sendFrom(chunk: Buffer, begin: number, callback: Callback): void {
    const end = begin + longestFrame;
    this.#socket.send(chunk.subarray(begin, end), (error) => {
      // When it fails the websocket is closing, and `close` tells why.
      if (error !== undefined && error !== null) return;
      if (end < chunk.length) this.#sendFrom(chunk, end, callback);
      else callback();
    });
  }

  #take(bytes: Buffer, isBinary: boolean): void {
    if (this.destroyed) return;
    if (!isBinary) {
      this.destroy(unexpectedFrame(this.#target));
      return;
    }
    this.#wasUsed = true;
    if (!this.push(bytes)) this.#socket.pause();
  }

  #closed(code: number, reason: string): void {
    if (this.destroyed) return;
    const isExpected = this.writableEnded || (this.#wasUsed && orderly.includes(code));
    if (!isExpected) {
      this.destroy(explainClosing({ code, reason, wasUsed: this.#wasUsed }, this.#target));
      return;
    }
    this.push(null);
    this.once('end', () => this.destroy());
  }
}
