import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { median } from '../../series.js';
import { CommandFailedError } from '../../timed-commands.js';

const request = Buffer.alloc(64, 'x');
const requests = 100;

export interface Answers {
  /** From the wish to connect until the first answer is there. */
  readonly openingMs: number;
  /** The middle one of a hundred requests on the connection after that. */
  readonly answerMs: number;
}

/** Asks an echo server, one request after the other. */
export async function askEcho(port: number): Promise<Answers> {
  const began = performance.now();
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  try {
    await answer(socket);
    const openingMs = performance.now() - began;
    const times: number[] = [];
    while (times.length < requests) {
      const asked = performance.now();
      await answer(socket);
      times.push(performance.now() - asked);
    }
    return { openingMs, answerMs: median(times) ?? Number.NaN };
  } finally {
    socket.destroy();
  }
}

/** Downloads so many bytes and returns the milliseconds until the last of them. */
export async function download(port: number, bytes: number): Promise<number> {
  const began = performance.now();
  let received = 0;
  const socket = connect({
    port,
    host: '127.0.0.1',
    onread: {
      buffer: Buffer.alloc(1 << 20),
      callback(count) {
        received += count;
        return true;
      },
    },
  });
  await once(socket, 'end');
  const ms = performance.now() - began;
  socket.destroy();
  if (received !== bytes) throw new CommandFailedError(`${received} of ${bytes} bytes came through.`);
  return ms;
}

function answer(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing = request.length;
    const settle = (act: () => void): void => {
      socket.off('data', onData).off('error', onEnd).off('end', onEnd);
      act();
    };
    const onEnd = (error?: Error): void =>
      settle(() => reject(new CommandFailedError(error?.message ?? 'It ended the connection.')));
    const onData = (data: Buffer): void => {
      missing -= data.length;
      if (missing <= 0) settle(resolve);
    };
    socket.on('data', onData).on('error', onEnd).on('end', onEnd);
    socket.write(request);
  });
}
