import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { parse } from 'yaml';
import { listenOnFreePort } from '../ports.js';
import { temporaryFolder } from '../temporary-folder.js';
import { type KubernetesAccess, pkiFolder } from './access.js';
import { authorityIn, createServerCertificate } from './certificates.js';
import { type KubeconfigUser, writeKubeconfig } from './kubeconfig.js';

export interface ApiRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly isWatch: boolean;
  readonly body: string;
}

/** What becomes of a request; `drop` closes its connection without an answer. */
export type ApiVerdict = 'forward' | 'drop' | { readonly status: number; readonly body: unknown };

export interface ApiProxy {
  /** Path. It says what the one says that the proxy was started with, but leads to the proxy. */
  readonly kubeconfig: string;
  /** `https://127.0.0.1:PORT` */
  readonly server: string;
  /** In the order they came. */
  readonly requests: readonly ApiRequest[];
  /** Decides on each request from now on, in place of an earlier handler; without one, all are forwarded. */
  onRequest(handler?: (request: ApiRequest) => ApiVerdict | Promise<ApiVerdict>): void;
  /** Told of each forwarded request when the server has answered it, before the client gets the answer. */
  onAnswer(handler?: (request: ApiRequest, status: number) => void | Promise<void>): void;
  /** Ends the watches there are; new ones are welcome. */
  cutWatches(): void;
  /** Holds back new requests until `thaw`, and all that comes from watches. */
  freeze(): void;
  thaw(): void;
  /** From now on the port is closed, and so are the connections there were. */
  refuse(): Promise<void>;
  stop(): Promise<void>;
}

interface Upstream {
  readonly server: URL;
  readonly agent: Agent;
}

/**
 * Stands between a client and the API server. It ends TLS, so it takes the kubeconfig's client certificate to the
 * server itself, whatever the client shows it; a bearer token it passes on.
 */
export async function startApiProxy(access: KubernetesAccess, kubeconfig: string): Promise<ApiProxy> {
  const folder = await temporaryFolder();
  const ca = authorityIn(pkiFolder(access.folder));
  const serving = await createServerCertificate(folder.path, 'proxy', ca);
  const { user, namespace, context } = await readKubeconfig(kubeconfig);
  const upstream: Upstream = {
    server: new URL(access.server),
    agent: new Agent({ keepAlive: true, ca: await readFile(ca.cert), ...(await clientCertificate(user)) }),
  };
  const requests: ApiRequest[] = [];
  const watches = new Set<ServerResponse>();
  const sockets = new Set<Socket>();
  let decide: Parameters<ApiProxy['onRequest']>[0];
  let answered: Parameters<ApiProxy['onAnswer']>[0];
  let thawed = Promise.resolve();
  let thaw = (): void => undefined;

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readRequest(message);
    requests.push(asked);
    await thawed;
    const verdict = (await decide?.(asked)) ?? 'forward';
    if (verdict === 'drop') return void response.destroy();
    if (verdict !== 'forward') return refuseWith(response, verdict);
    if (asked.isWatch) {
      watches.add(response);
      response.once('close', () => watches.delete(response));
    }
    const answer = await forward(upstream, message, asked.body, response);
    await answered?.(asked, answer.statusCode ?? 0);
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    pipeline(answer, response, () => undefined);
  };

  const [cert, key] = await Promise.all([readFile(serving.cert), readFile(serving.key)]);
  const server = createServer({ cert, key }, (message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listenOnFreePort(server);
  const refuse = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const address = `https://127.0.0.1:${port}`;
  return {
    server: address,
    kubeconfig: await writeKubeconfig(join(folder.path, 'proxy.kubeconfig'), {
      ...{ server: address, ca: ca.cert, user, context },
      ...(namespace === undefined ? {} : { namespace }),
    }),
    requests,
    onRequest(handler) {
      decide = handler;
    },
    onAnswer(handler) {
      answered = handler;
    },
    cutWatches() {
      for (const watch of watches) watch.destroy();
    },
    freeze() {
      const before = thaw;
      thawed = new Promise((resolve) => {
        thaw = () => {
          before();
          resolve();
        };
      });
      for (const watch of watches) watch.cork();
    },
    thaw() {
      thaw();
      for (const watch of watches) watch.uncork();
    },
    refuse,
    async stop() {
      thaw();
      await refuse();
      upstream.agent.destroy();
      await folder.remove();
    },
  };
}

async function readRequest(message: IncomingMessage): Promise<ApiRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  const { pathname, searchParams } = new URL(message.url ?? '/', 'https://proxy');
  return {
    method: message.method ?? 'GET',
    path: pathname,
    query: searchParams,
    isWatch: ['1', 'true'].includes(searchParams.get('watch') ?? ''),
    body: Buffer.concat(chunks).toString('utf8'),
  };
}

function refuseWith(response: ServerResponse, { status, body }: Exclude<ApiVerdict, string>): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function forward(
  { server, agent }: Upstream,
  { method, url, headers }: IncomingMessage,
  body: string,
  response: ServerResponse,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { host, 'transfer-encoding': encoding, ...rest } = headers;
    const length = Buffer.byteLength(body);
    const sent = request(new URL(url ?? '/', server), {
      agent,
      ...(method === undefined ? {} : { method }),
      headers: { ...rest, ...(length > 0 ? { 'content-length': length } : {}) },
    });
    sent.once('response', resolve);
    sent.once('error', reject);
    // A watch ends at the server too when the client is gone.
    response.once('close', () => sent.destroy());
    sent.end(body);
  });
}

interface ReadKubeconfig {
  readonly user: KubeconfigUser;
  readonly namespace: string | undefined;
  readonly context: string;
}

// As the lab writes them: one of each.
async function readKubeconfig(file: string): Promise<ReadKubeconfig> {
  const { users, contexts } = parse(await readFile(file, 'utf8')) as {
    readonly users: readonly { readonly user: KubeconfigUser }[];
    readonly contexts: readonly {
      readonly name: string;
      readonly context: { readonly namespace?: string };
    }[];
  };
  return {
    user: users[0]?.user ?? {},
    namespace: contexts[0]?.context.namespace,
    context: contexts[0]?.name ?? 'lab',
  };
}

async function clientCertificate(
  user: KubeconfigUser,
): Promise<{ readonly cert?: Buffer; readonly key?: Buffer }> {
  const { 'client-certificate': cert, 'client-key': key } = user;
  if (typeof cert !== 'string' || typeof key !== 'string') return {};
  return { cert: await readFile(cert), key: await readFile(key) };
}
