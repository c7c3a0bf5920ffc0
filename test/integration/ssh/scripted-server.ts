import type { Server as NetServer } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerConfig } from 'ssh2';
import { onTestFinished } from 'vitest';
import { newKeyPair } from '../../../src/lib/ssh/key-pair.js';
import { listenOnFreePort } from '../../lab/ports.js';

export interface Script {
  readonly config?: Partial<ServerConfig>;
  /** Lets everybody in unless told otherwise. */
  readonly onLogin?: (context: AuthContext, connection: Connection) => void;
  readonly onReady?: (connection: Connection) => void;
}

/** A server for faults that sshd can't be brought to make. Returns its port. */
export async function scriptedServer(script: Script): Promise<number> {
  const connections = new Set<Connection>();
  const config = { hostKeys: [newKeyPair().privateKey], ...script.config };
  const server = new ssh2.Server(config, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('authentication', (context) => {
      if (script.onLogin === undefined) context.accept();
      else script.onLogin(context, connection);
    });
    connection.on('ready', () => script.onReady?.(connection));
  });
  const port = await listenOnFreePort(server as unknown as NetServer);
  onTestFinished(() => {
    for (const connection of connections) connection.end();
    server.close();
  });
  return port;
}
