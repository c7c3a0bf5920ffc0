import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { temporaryFolder } from '../temporary-folder.js';

/** Something that starts when it is first asked for, by whatever thread or process of this machine. */
export interface OnDemand {
  /** Path of the socket, for `demand`. */
  readonly socket: string;
  stop(): Promise<void>;
}

/** `start` is called at most once. What it returns goes to whoever asks, as JSON; `stop` waits for it. */
export async function serveOnDemand<Access>(
  start: () => Promise<{ readonly access: Access; stop(): Promise<void> }>,
): Promise<OnDemand> {
  const folder = await temporaryFolder();
  const socket = join(folder.path, 'demand.sock');
  let started: ReturnType<typeof start> | undefined;
  const server = createServer((_, response) => {
    started ??= start();
    started.then(
      ({ access }) => response.end(JSON.stringify(access)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  return {
    socket,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      await (await started?.catch(() => undefined))?.stop();
      server.closeAllConnections();
      await closed;
      await folder.remove();
    },
  };
}

/** Has it started, if it isn't yet, and says how to reach it. */
export function demand<Access>(socket: string): Promise<Access> {
  return new Promise((resolve, reject) => {
    const asked = request({ socketPath: socket, agent: false }, (response) => {
      text(response).then((said) => {
        if (response.statusCode === 200) resolve(JSON.parse(said));
        else reject(new Error(said));
      }, reject);
    });
    asked.once('error', reject);
    asked.end();
  });
}
