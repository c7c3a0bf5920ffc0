import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { listenOnFreePort } from '../../lab/ports.js';

/** A request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: whatever object was sent
  readonly body: any;
}

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly text?: string;
}

/** Answers, or writes to the response itself and returns nothing. */
export type Script = (request: Received, response: ServerResponse) => Answer | undefined;

export interface ScriptedServer {
  readonly url: string;
  readonly received: readonly Received[];
  /** `PATCH /api/v1/…`, in their order. */
  requests(): readonly string[];
  /** How many were opened. */
  connections(): number;
}

/** An API server that says what a script says; it ends with the test. */
export async function serve(script: Script, tls?: { cert: string; key: string }): Promise<ScriptedServer> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const listener: RequestListener = (message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.once('end', () => {
      const { pathname, searchParams } = new URL(message.url ?? '/', 'http://server');
      const text = Buffer.concat(chunks).toString();
      const request = {
        method: message.method ?? '',
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers: message.headers,
        body: text === '' ? undefined : JSON.parse(text),
      };
      received.push(request);
      const answer = script(request, response);
      if (answer !== undefined) send(response, answer);
    });
  };
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
    received,
    requests: () => received.map(({ method, path }) => `${method} ${path}`),
    connections: () => connections,
  };
}

function send(response: ServerResponse, { status = 200, headers = {}, body, text }: Answer): void {
  const type = { 'content-type': text === undefined ? 'application/json' : 'text/plain; charset=utf-8' };
  response.writeHead(status, { ...type, ...headers });
  response.end(text ?? JSON.stringify(body));
}

/** A failure in the API server's form. */
export function status(code: number, reason: string, message: string, details: object = {}): Answer {
  return {
    status: code,
    body: { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message, details },
  };
}

/** An object with what every object has. */
export function object(name: string, rest: object = {}, metadata: object = {}): object {
  return { metadata: { name, uid: `uid-${name}`, resourceVersion: '7', ...metadata }, ...rest };
}

/** A list as the API server answers it. */
export function list(items: readonly object[], metadata: object = {}): Answer {
  return { body: { kind: 'List', metadata: { resourceVersion: '100', ...metadata }, items } };
}
