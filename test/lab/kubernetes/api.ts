import { readFile } from 'node:fs/promises';
import { Agent, request } from 'node:https';
import { createInterface } from 'node:readline';
import type { Certificate } from './certificates.js';

export interface ApiAnswer {
  readonly status: number;
  /** Parsed, or the text when it isn't JSON. */
  readonly body: unknown;
}

export interface WatchEvent<Watched> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Watched;
}

/** The Kubernetes API, by path. It is the lab's own, so that tests don't ask through what they test. */
export interface KubernetesApi {
  /** Whatever the answer is. The body's type is `application/json` when left out. */
  ask(method: string, path: string, body?: unknown, type?: string): Promise<ApiAnswer>;
  /** Like `ask`, but throws for what isn't 2xx. Returns the body. */
  call<Body = unknown>(method: string, path: string, body?: unknown, type?: string): Promise<Body>;
  /** Until the server or the signal ends it. */
  watch<Watched>(
    path: string,
    onEvent: (event: WatchEvent<Watched>) => void,
    signal: AbortSignal,
  ): Promise<void>;
  close(): void;
}

export interface ApiOptions {
  readonly server: string;
  /** Path. */
  readonly ca: string;
  readonly client: Certificate;
}

/** Reads the certificates; nothing is sent yet. */
export async function openApi({ server, ca, client }: ApiOptions): Promise<KubernetesApi> {
  const [authority, cert, key] = await Promise.all(
    [ca, client.cert, client.key].map((file) => readFile(file)),
  );
  const tls = { ca: authority, cert, key };
  const agent = new Agent({ keepAlive: true, maxSockets: 32, ...tls });
  const ask: KubernetesApi['ask'] = (method, path, body, type = 'application/json') =>
    new Promise((resolve, reject) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers =
        text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) };
      const sent = request(new URL(path, server), { method, agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => resolve(answer(response.statusCode ?? 0, Buffer.concat(chunks))));
      });
      sent.once('error', reject);
      sent.end(text);
    });
  return {
    ask,
    async call<Body>(method: string, path: string, body?: unknown, type?: string) {
      const { status, body: said } = await ask(method, path, body, type);
      if (status >= 200 && status < 300) return said as Body;
      throw new Error(`${method} ${path}: ${status} ${JSON.stringify(said)}`);
    },
    watch: (path, onEvent, signal) =>
      new Promise((resolve) => {
        // Without an agent, so that the connection ends with the watch.
        const sent = request(new URL(path, server), { ...tls, agent: false, signal }, (response) => {
          const lines = createInterface({ input: response });
          lines.on('line', (line) => line !== '' && onEvent(JSON.parse(line)));
          lines.once('close', resolve);
          // What breaks the connection breaks the lines too.
          for (const part of [lines, response]) part.on('error', () => resolve());
        });
        sent.once('error', () => resolve());
        sent.end();
      }),
    close: () => agent.destroy(),
  };
}

function answer(status: number, content: Buffer): ApiAnswer {
  const text = content.toString('utf8');
  try {
    return { status, body: text === '' ? undefined : JSON.parse(text) };
  } catch {
    return { status, body: text };
  }
}
