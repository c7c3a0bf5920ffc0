import { type Agent, type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Credentials } from './credentials.js';

/** A server, and how to be let in. */
export interface Endpoint {
  /** Without a slash at the end. */
  readonly server: string;
  readonly agent: Agent;
  readonly headers: Credentials['headers'];
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** From the server's root, query included. */
  readonly path: string;
  readonly body?: { readonly type: string; readonly text: string } | undefined;
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly type: string;
  /** Milliseconds, from `Retry-After`. */
  readonly retryAfterMs: number | undefined;
  /** What the server's clock said, in whole seconds; milliseconds since the epoch. */
  readonly date?: number | undefined;
  readonly text: string;
}

export interface HttpStream extends Omit<HttpAnswer, 'text'> {
  readonly body: IncomingMessage;
}

/** A page of 500 workloads with all their fields is a tenth of it; bytes. */
const answerLimit = 64 * 1024 * 1024;

/** A request that brought no whole answer. */
export class TransportFailure extends Error {
  /** Node's, or `ETIMEDOUT`, or `TOO_LARGE`. */
  readonly code: string;
  /** Something of it may have arrived at the server. */
  readonly wasSent: boolean;

  constructor(error: Error, wasSent: boolean) {
    super(error.message, { cause: error });
    this.code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
    this.wasSent = wasSent;
  }
}

/**
 * Sends a request and reads the whole answer.
 * @throws TransportFailure, or the signal's reason
 */
export async function exchange(endpoint: Endpoint, request: HttpRequest): Promise<HttpAnswer> {
  const sending = start(endpoint, request);
  try {
    const { body, ...answer } = await sending.answer;
    return { ...answer, text: await readText(body) };
  } catch (error) {
    throw sending.explain(error);
  } finally {
    sending.settle();
  }
}

/**
 * Sends a request whose answer goes on for a while; `timeoutMs` is for its beginning. An aborted signal destroys the
 * stream.
 * @throws TransportFailure, or the signal's reason
 */
export async function openStream(endpoint: Endpoint, request: HttpRequest): Promise<HttpStream> {
  const sending = start(endpoint, request);
  try {
    return await sending.answer;
  } catch (error) {
    throw sending.explain(error);
  } finally {
    sending.settle();
  }
}

/** @throws Error with the code `TOO_LARGE` */
export async function readText(body: IncomingMessage, limit = answerLimit): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw Object.assign(new Error('too large'), { code: 'TOO_LARGE' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

interface Sending {
  readonly answer: Promise<HttpStream>;
  /** What it means that this was thrown. */
  explain(error: unknown): unknown;
  /** The time limit is over. */
  settle(): void;
}

function start(endpoint: Endpoint, request: HttpRequest): Sending {
  const { signal, timeoutMs, body } = request;
  signal?.throwIfAborted();
  const { server, agent } = endpoint;
  const send = server.startsWith('https:') ? requestHttps : requestHttp;
  const sent = send(`${server}${request.path}`, {
    agent,
    method: request.method,
    headers: { ...headersOf(body), ...endpoint.headers },
    ...(signal === undefined ? {} : { signal }),
  });
  const state = { wasSent: false };
  watchSocket(sent, state);
  let stopped: Error | undefined;
  let received: IncomingMessage | undefined;
  const timer = setTimeout(() => {
    stopped = Object.assign(new Error('no answer in time'), { code: 'ETIMEDOUT' });
    (received ?? sent).destroy(stopped);
  }, timeoutMs);
  const answer = new Promise<HttpStream>((resolve, reject) => {
    sent.on('error', reject);
    sent.once('response', (response) => {
      received = response;
      resolve({ ...headOf(response), body: response });
    });
  });
  sent.end(body?.text);
  return {
    answer,
    settle: () => clearTimeout(timer),
    explain(error) {
      if (signal?.aborted) return signal.reason;
      return new TransportFailure(stopped ?? (error as Error), state.wasSent);
    },
  };
}

function headersOf(body: HttpRequest['body']): Record<string, string> {
  const common = { accept: 'application/json', 'user-agent': 'exops' };
  if (body === undefined) return common;
  // Node sends none with DELETE, and its body would be taken for the beginning of the next request.
  const length = String(Buffer.byteLength(body.text));
  return { ...common, 'content-type': body.type, 'content-length': length };
}

function headOf({ statusCode = 0, headers }: IncomingMessage): Omit<HttpStream, 'body'> {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return {
    status: statusCode,
    type: headers['content-type'] ?? '',
    retryAfterMs: Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : undefined,
    date: Date.parse(headers.date ?? '') || undefined,
  };
}

/** Notes when the connection stands: from then on the request is on its way. */
function watchSocket(sent: ClientRequest, state: { wasSent: boolean }): void {
  sent.once('socket', (socket) => {
    const note = () => {
      state.wasSent = true;
    };
    const isTls = 'encrypted' in socket;
    const isShakingHands = 'secureConnecting' in socket && socket.secureConnecting === true;
    if (!socket.connecting && !isShakingHands) note();
    else socket.once(isTls ? 'secureConnect' : 'connect', note);
  });
}
