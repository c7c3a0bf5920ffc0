import { createServer, type Server } from 'node:net';
import { listenOnFreePort } from '../../../lab/ports.js';

/** What the forwarded ports lead to. */
export interface Servers {
  /** Sends so many bytes to whoever connects, and ends. */
  readonly sourcePort: number;
  /** Sends back what it gets. */
  readonly echoPort: number;
  close(): Promise<void>;
}

const chunk = Buffer.alloc(1 << 20);

export async function startServers(bytes: number): Promise<Servers> {
  const source = createServer((socket) => {
    let left = bytes;
    const more = (): void => {
      let hasRoom = true;
      while (left > 0 && hasRoom) {
        const piece = chunk.subarray(0, left);
        left -= piece.length;
        hasRoom = socket.write(piece);
      }
      if (left === 0) socket.end();
    };
    // Whoever asked may be gone; then nobody misses it.
    socket.on('error', () => undefined).on('drain', more);
    more();
  });
  const echo = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => undefined).pipe(socket);
  });
  const ports = await Promise.all([listenOnFreePort(source), listenOnFreePort(echo)]);
  return {
    sourcePort: ports[0],
    echoPort: ports[1],
    async close() {
      await Promise.all([closed(source), closed(echo)]);
    },
  };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
