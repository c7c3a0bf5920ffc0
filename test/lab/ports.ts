import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';

const lowest = 20_000;
const attempts = 200;

/**
 * A free port of the loopback address, below the kernel's ephemeral range: a client that polls a closed port
 * inside that range can end up connected to itself, and then the port is taken when a server wants it.
 */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnFreePort(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Different free ports. Chosen at random over a wide range, so that parallel test runs seldom meet. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const ports = new Set<number>();
  while (ports.size < count) ports.add(await freePort());
  return [...ports];
}

/** Lets a server listen on the loopback address, on a free port from the same range. */
export async function listenOnFreePort(server: Server): Promise<number> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const port = lowest + Math.floor(Math.random() * (firstEphemeralPort() - lowest));
    if (await tryToListen(server, port)) return port;
  }
  throw new Error(`No free port found from ${lowest} in ${attempts} attempts.`);
}

function tryToListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    };
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed);
      resolve(true);
    });
  });
}

function firstEphemeralPort(): number {
  const usual = 32_000;
  try {
    const first = Number.parseInt(readFileSync('/proc/sys/net/ipv4/ip_local_port_range', 'utf8'), 10);
    return first > lowest ? Math.min(first, usual) : usual;
  } catch {
    return usual;
  }
}
