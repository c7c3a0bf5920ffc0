import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listenOnFreePort } from '../../lab/ports.js';

/** A line to a server that a test can cut. */
export interface CutLine {
  readonly port: number;
  /** How many connections were made so far. */
  connections(): number;
  /** How many of them are open now. */
  open(): number;
  /** From now on a connection is cut in place of this answer of the server's: 0 is its first. */
  cutAtAnswer(answer: number | undefined): void;
  /** Cuts every connection there is; new ones are welcome. */
  cut(): void;
}

/** How a connection ends: as when a server closes it, or as when somebody in between resets it. */
export type CutKind = 'closed' | 'reset';

/** Leads to a port of this machine until the test has finished. */
export async function cutLine(toPort: number, kind: CutKind = 'reset'): Promise<CutLine> {
  const clients = new Set<Socket>();
  const state = { connections: 0, answer: undefined as number | undefined };
  const end = (client: Socket) => (kind === 'reset' ? client.resetAndDestroy() : client.destroy());
  const server = createServer({ noDelay: true }, (client) => {
    state.connections += 1;
    clients.add(client);
    const far = connect({ host: '127.0.0.1', port: toPort, noDelay: true });
    let answers = 0;
    far.on('data', (bytes) => {
      if (answers === state.answer) end(client);
      else client.write(bytes);
      answers += 1;
    });
    client.on('data', (bytes) => far.write(bytes));
    for (const socket of [client, far]) socket.on('error', () => undefined);
    client.once('close', () => {
      clients.delete(client);
      far.destroy();
    });
    far.once('end', () => client.end()).once('close', () => client.destroy());
  });
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const client of clients) client.destroy();
    await closed;
  });
  return {
    port,
    connections: () => state.connections,
    open: () => clients.size,
    cutAtAnswer(answer) {
      state.answer = answer;
    },
    cut() {
      for (const client of clients) end(client);
    },
  };
}
