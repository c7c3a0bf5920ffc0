import { createServer, type ListenOptions, type Server, type Socket } from 'node:net';
import { ExopsError, messageOf } from '../errors.js';
import { anyAddress, type Endpoint, formatEndpoint, type ListenSpec } from './forward-spec.js';
import { cut } from './forward-streams.js';

/** Ports that are open on this machine. */
export interface OpenForward {
  /** Where clients can connect; all have the same port. */
  readonly listening: readonly Endpoint[];
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
}

/** How often another free port is tried, when the one that IPv4 got is taken for IPv6. */
const attempts = 10;

/**
 * Listens, and only then returns.
 * @throws ExopsError when the port is taken, on either of the addresses that a client may choose
 */
export async function listen(spec: ListenSpec, onConnection: (socket: Socket) => void): Promise<OpenForward> {
  const sockets = new Set<Socket>();
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('close', () => sockets.delete(socket));
    onConnection(socket);
  };
  const servers = await openServers(spec, accept);
  return {
    listening: servers.map(endpointOf),
    async close() {
      const closed = servers.map(closeServer);
      for (const socket of sockets) cut(socket);
      await Promise.all(closed);
    },
  };
}

type Accept = (socket: Socket) => void;

async function openServers({ bind, port }: ListenSpec, accept: Accept): Promise<Server[]> {
  if (bind !== undefined) return [await openServer(bind, port, accept)];
  for (let attempt = 1; ; attempt++) {
    const first = await openServer('127.0.0.1', port, accept);
    try {
      return [first, await openServer('::1', endpointOf(first).port, accept)];
    } catch (error) {
      if (!(error instanceof PortTakenError)) return [first];
      await closeServer(first);
      if (port !== 0 || attempt === attempts) throw error;
    }
  }
}

class PortTakenError extends ExopsError {}

function openServer(host: string, port: number, accept: Accept): Promise<Server> {
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, accept);
  const where: ListenOptions = host === anyAddress ? { port } : { host, port };
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) => reject(explain(error, { host, port }));
    server.once('error', fail);
    server.listen({ ...where, exclusive: true }, () => {
      server.off('error', fail);
      // Running out of file descriptors must not end what is open.
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}

function explain(error: NodeJS.ErrnoException, endpoint: Endpoint): ExopsError {
  const where = formatEndpoint(endpoint);
  switch (error.code) {
    case 'EADDRINUSE':
      return new PortTakenError(`Can't listen on ${where}: something else does.`, {
        hint: 'Choose another port, or 0 for any that is free.',
        cause: error,
      });
    case 'EACCES':
      return new ExopsError(`Can't listen on ${where}: this port is for root only (EACCES).`, {
        hint: 'Choose one from 1024 on.',
        cause: error,
      });
    case 'EADDRNOTAVAIL':
      return new ExopsError(`Can't listen on ${where}: this machine has no such address.`, { cause: error });
    default:
      return new ExopsError(`Can't listen on ${where}: ${messageOf(error)}.`, { cause: error });
  }
}

function endpointOf(server: Server): Endpoint {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new ExopsError('The listener is closed.');
  return { host: address.address, port: address.port };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
