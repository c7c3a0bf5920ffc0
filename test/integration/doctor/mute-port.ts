import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { FaultyListener } from '../../lab/faulty-listeners.js';

const host = '127.0.0.1';
const script = `
  const server = require('node:net').createServer();
  server.listen({ host: '${host}', port: 0, backlog: 1 }, () => console.log(server.address().port));
`;
/** More than the system keeps for a program with a backlog of 1 that accepts nothing. */
const waiting = 4;

/** A port from which nothing comes back, as behind a security group: it drops what it gets. */
export async function mutePort(): Promise<FaultyListener> {
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  const port = Number(String(said));
  child.kill('SIGSTOP');
  const sockets: Socket[] = [];
  for (let one = 0; one < waiting; one++) {
    const socket = connect({ host, port });
    socket.on('error', () => undefined);
    sockets.push(socket);
    await Promise.race([once(socket, 'connect'), new Promise((resolve) => setTimeout(resolve, 100))]);
  }
  return {
    ...{ host, port, bootstrap: `${host}:${port}` },
    async stop() {
      for (const socket of sockets) socket.destroy();
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
