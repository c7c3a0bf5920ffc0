import { createServer, type Socket } from 'node:net';
import { freePort, listenOnFreePort } from './ports.js';

/** A port that isn't a healthy Kafka broker's. */
export interface FaultyListener {
  readonly host: string;
  readonly port: number;
  /** As `host:port`. */
  readonly bootstrap: string;
  stop(): Promise<void>;
}

const host = '127.0.0.1';

/** Accepts connections, reads what is sent and never answers. */
export function silentPort(): Promise<FaultyListener> {
  return listener((socket) => socket.resume());
}

/** Ends each connection as soon as something is sent. */
export function closingPort(): Promise<FaultyListener> {
  return listener((socket) => socket.once('data', () => socket.destroy()));
}

/** A web server, which knows no Kafka. */
export function httpPort(): Promise<FaultyListener> {
  const answer = 'HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n';
  return listener((socket) => socket.once('data', () => socket.end(answer)));
}

/**
 * Answers with bytes that make no sense: a frame of 2 GB by default, of which little comes. Others to try: a frame
 * with a negative size, or one that is cut short.
 */
export function garbagePort(answer: Uint8Array = hugeFrame()): Promise<FaultyListener> {
  return listener((socket) => socket.on('data', () => socket.write(answer)));
}

/** Nothing listens here. */
export async function closedPort(): Promise<FaultyListener> {
  const port = await freePort();
  return { host, port, bootstrap: `${host}:${port}`, stop: async () => undefined };
}

async function listener(serve: (socket: Socket) => void): Promise<FaultyListener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // A client that gives up isn't this side's business.
    socket.on('error', () => undefined);
    serve(socket);
  });
  const port = await listenOnFreePort(server);
  return {
    host,
    port,
    bootstrap: `${host}:${port}`,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function hugeFrame(): Buffer {
  const frame = Buffer.alloc(64, 0xa5);
  frame.writeInt32BE(0x7fffffff, 0);
  return frame;
}
