import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { DialTarget } from './dial-target.js';
import { DialTimeout, explainDial } from './explain-dial.js';
import { within } from './within.js';

/**
 * Connects to the first of these addresses that answers. Those that are left share the time that is left.
 * @throws ExopsError that says of the first address why it can't be reached
 */
export async function dialDirect(
  addresses: readonly string[],
  target: DialTarget,
  signal: AbortSignal,
): Promise<Duplex> {
  const failures: Error[] = [];
  let leftMs = target.timeoutMs;
  for (const [index, address] of addresses.entries()) {
    const begun = performance.now();
    const timeoutMs = leftMs / (addresses.length - index);
    try {
      return await connect(address, target.port, timeoutMs, signal);
    } catch (error) {
      signal.throwIfAborted();
      failures.push(explainDial(error, address, target));
      leftMs -= performance.now() - begun;
    }
  }
  throw failures[0] ?? new Error('There is no address to dial.');
}

function connect(host: string, port: number, timeoutMs: number, signal: AbortSignal): Promise<net.Socket> {
  return within(
    timeoutMs,
    () => new DialTimeout(timeoutMs),
    signal,
    (stop) => {
      return new Promise((resolve, reject) => {
        const socket = net.connect({ host, port, noDelay: true, keepAlive: true });
        const giveUp = (reason: unknown) => {
          socket.destroy();
          reject(reason);
        };
        stop.addEventListener('abort', () => giveUp(stop.reason), { once: true });
        // It stays, so that a connection that breaks before anybody listens doesn't end the process.
        socket.on('error', giveUp);
        socket.once('connect', () => resolve(socket));
      });
    },
  );
}
