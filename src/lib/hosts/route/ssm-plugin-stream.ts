import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { ExopsError } from '../../errors.js';
import { findFarewell, readComplaint } from './ssm-plugin-words.js';

type Callback = (error?: Error | null) => void;

/** How long the plugin may take to end its session before it is killed; milliseconds. */
const graceMs = 2_000;

/** SSH over the standard streams of a running session-manager-plugin. */
export class SsmPluginStream extends Duplex {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #sessionId: string;
  #farewell: string | undefined;
  #isOver = false;

  /** @param first what the plugin has written of SSH already */
  constructor(child: ChildProcessWithoutNullStreams, sessionId: string, first: Buffer) {
    super({ allowHalfOpen: false });
    this.#child = child;
    this.#sessionId = sessionId;
    const errorOutput = collectText(child.stderr);
    child.stdout.on('data', (chunk: Buffer) => this.#take(chunk));
    child.stdin.on('error', () => undefined);
    child.on('close', (code) => this.#ended(code, errorOutput()));
    this.on('error', () => undefined);
    this.#take(first);
  }

  override _read(): void {
    this.#child.stdout.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, callback: Callback): void {
    // When it fails the plugin has ended, and `close` tells why.
    this.#child.stdin.write(chunk, (error) => {
      if (error === null || error === undefined) callback();
    });
  }

  override _final(callback: Callback): void {
    this.#child.stdin.end();
    callback();
  }

  override _destroy(error: Error | null, callback: Callback): void {
    stopPlugin(this.#child);
    callback(error);
  }

  #take(chunk: Buffer): void {
    if (this.#isOver || this.destroyed) return;
    const farewell = findFarewell(chunk, this.#sessionId);
    this.#isOver = farewell !== undefined;
    this.#farewell = farewell?.reason;
    const bytes = farewell?.before ?? chunk;
    if (bytes.length > 0 && !this.push(bytes)) this.#child.stdout.pause();
  }

  #ended(code: number | null, errorOutput: string): void {
    if (this.destroyed) return;
    if (this.#farewell !== undefined) {
      this.destroy(new ExopsError(`AWS Systems Manager ended the session: ${this.#farewell}`));
    } else if (code !== 0 && !this.writableEnded) {
      this.destroy(new ExopsError(endWords(code, readComplaint('', errorOutput))));
    } else {
      this.push(null);
      this.once('end', () => this.destroy());
    }
  }
}

/** `The session-manager-plugin ended with exit code 1: …` */
export function endWords(code: number | null, complaint: string | undefined): string {
  const how = code === null ? 'was killed' : `ended with exit code ${code}`;
  return `The session-manager-plugin ${how}${complaint === undefined ? '.' : `: ${complaint}`}`;
}

const mostText = 8_192;

/** The beginning of what a stream says, for an error. */
export function collectText(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    if (text.length < mostText) text += chunk.toString('utf8');
  });
  return () => text;
}

/**
 * Ends the plugin without waiting for it. SIGINT lets it end the session with AWS, too; what it still says must find
 * a reader then.
 */
export function stopPlugin(child: ChildProcessWithoutNullStreams): void {
  child.stdin.destroy();
  child.stdout.resume();
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  child.once('exit', () => clearTimeout(timer));
  timer.unref();
  child.unref();
  for (const output of [child.stdout, child.stderr]) if (output instanceof Socket) output.unref();
}
