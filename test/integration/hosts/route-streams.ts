import { createHash } from 'node:crypto';
import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { onTestFinished } from 'vitest';
import { InterruptedError } from '../../../src/lib/errors.js';
import { listenOnFreePort } from '../../lab/ports.js';

/** What a server here says first, as an SSH server does. */
export const greeting = 'SSH-2.0-exops_lab\r\n';

export interface GreetingServer {
  readonly port: number;
  /** Connections that are open now. */
  open(): number;
  /** Ends them all, in order or not. */
  end(how: 'orderly' | 'cut'): void;
}

/**
 * A server that greets and then sends everything back, until the test is over.
 * @param flood how many bytes it sends of its own accord after the greeting
 */
export async function greetingServer(flood = 0): Promise<GreetingServer> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true, allowHalfOpen: false }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    socket.write(greeting);
    if (flood > 0) socket.write(Buffer.alloc(flood));
    socket.pipe(socket);
  });
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return {
    port,
    open: () => sockets.size,
    end(how) {
      for (const socket of sockets) {
        if (how === 'cut') socket.resetAndDestroy();
        else socket.end();
      }
    },
  };
}

/** Reads exactly this many bytes; what comes after them stays in the stream. */
export async function readBytes(stream: Duplex, count: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let left = count;
  while (left > 0) {
    // Never more than is there: to be asked for more makes a stream hold more from then on.
    const chunk: Buffer | null = stream.read(Math.min(left, stream.readableLength));
    if (chunk === null) {
      await readableOrOver(stream);
      continue;
    }
    chunks.push(chunk);
    left -= chunk.length;
  }
  return Buffer.concat(chunks);
}

function readableOrOver(stream: Duplex): Promise<void> {
  return new Promise((resolve, reject) => {
    const forget = () => {
      stream.off('readable', readable).off('end', over).off('error', failed).off('close', over);
    };
    const readable = () => {
      forget();
      resolve();
    };
    const over = () => failed(new Error('the stream ended early'));
    const failed = (error: Error) => {
      forget();
      reject(error);
    };
    stream.once('readable', readable).once('end', over).once('error', failed).once('close', over);
  });
}

/** Sends so many bytes and reads as many back; returns a digest of either. */
export async function thereAndBack(
  stream: Duplex,
  count: number,
): Promise<{ readonly sent: string; readonly received: string }> {
  const sent = createHash('sha256');
  const piece = 300_007;
  const send = async () => {
    for (let begin = 0; begin < count; begin += piece) {
      const bytes = Buffer.alloc(Math.min(piece, count - begin));
      for (let index = 0; index < bytes.length; index += 97) bytes[index] = (begin + index * 31) & 0xff;
      sent.update(bytes);
      if (!stream.write(bytes)) await new Promise((resolve) => stream.once('drain', resolve));
    }
  };
  const [received] = await Promise.all([readBytes(stream, count), send()]);
  return { sent: sent.digest('hex'), received: createHash('sha256').update(received).digest('hex') };
}

/** Waits until nothing more arrives, and returns how much is in the stream's buffer then. */
export async function settledLength(stream: Duplex): Promise<number> {
  stream.on('readable', () => undefined);
  for (let length = -1; ; ) {
    if (length === stream.readableLength && length > 0) return length;
    length = stream.readableLength;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

/** How a stream ends: the error that it has, or `end`. */
export function endOf(stream: Duplex): Promise<Error | 'end'> {
  return new Promise((resolve) => {
    if (stream.errored !== null) resolve(stream.errored);
    stream.once('error', resolve);
    stream.once('close', () => resolve(stream.errored ?? 'end'));
    stream.once('end', () => resolve('end'));
    stream.resume();
  });
}

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** An interruption as Ctrl-C makes it, which a lookup or dialler must not take for a failure of its own. */
export const told = new InterruptedError('SIGINT');

export const never = (): AbortSignal => new AbortController().signal;

/** What is dialled in these tests. */
export const target = {
  name: 'kafka (i-0123456789abcdef0)',
  instanceId: 'i-0123456789abcdef0',
  port: 22,
  timeoutMs: 20_000,
} as const;
