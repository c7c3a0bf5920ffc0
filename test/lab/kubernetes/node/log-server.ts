import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { listenOnFreePort } from '../../ports.js';
import { type Certificate, createServerCertificate } from '../certificates.js';
import type { ContainerLog } from './run.js';

export interface LogServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** The part of a kubelet that the API server asks for logs: `/containerLogs/NAMESPACE/POD/CONTAINER`. */
export async function startLogServer(
  { folder, ca }: { readonly folder: string; readonly ca: Certificate },
  find: (namespace: string, pod: string) => ReadonlyMap<string, ContainerLog> | undefined,
): Promise<LogServer> {
  const pair = await createServerCertificate(folder, 'kubelet', ca);
  const [cert, key] = await Promise.all([readFile(pair.cert), readFile(pair.key)]);
  const server = createServer({ cert, key }, (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://kubelet');
    const [, what, namespace = '', pod = '', container = ''] = pathname.split('/').map(decodeURIComponent);
    const log = what === 'containerLogs' ? find(namespace, pod)?.get(container) : undefined;
    const text = searchParams.get('previous') === 'true' ? previousOf(log) : log?.current;
    if (text === undefined) {
      const which = searchParams.get('previous') === 'true' ? 'previous terminated container' : 'container';
      response.writeHead(400, { 'content-type': 'text/plain' });
      response.end(`${which} "${container}" in pod "${pod}" not found\n`);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end(lastLines(text, searchParams.get('tailLines')));
  });
  const port = await listenOnFreePort(server);
  return {
    port,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

// A container that waits to be started again has ended its only run, which is the previous one as well.
const previousOf = (log: ContainerLog | undefined): string | undefined => log?.previous ?? log?.current;

function lastLines(text: string, count: string | null): string {
  if (count === null) return text;
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const wanted = Number(count) === 0 ? [] : lines.slice(-Number(count));
  return wanted.map((line) => `${line}\n`).join('');
}
