import { Agent, createServer, request } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import { onTestFinished } from 'vitest';
import { listenOnFreePort } from '../../lab/ports.js';

/** A call as it came: for JSON services by its target header, for others by its body or path. */
export interface ProxiedCall {
  /** From 1. */
  readonly nth: number;
  readonly isWrite: boolean;
  /** For messages. */
  readonly words: string;
}

export interface AwsProxy {
  /** For AWS_ENDPOINT_URL. */
  readonly endpoint: string;
  /** Decides on each call from now on; `drop` closes its connection without an answer. Counting begins anew. */
  onCall(handler?: (call: ProxiedCall) => 'forward' | 'drop'): void;
  /** Told of each forwarded call once the lab has answered, before the client gets that. */
  onAnswer(handler?: (call: ProxiedCall) => void): void;
}

/** Stands between the built program and the lab's AWS, and knows what it asks. */
export async function startAwsProxy(lab: string): Promise<AwsProxy> {
  const agent = new Agent({ keepAlive: true });
  const sockets = new Set<Socket>();
  let decide: Parameters<AwsProxy['onCall']>[0];
  let answered: Parameters<AwsProxy['onAnswer']>[0];
  let count = 0;
  const server = createServer((message, response) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.once('end', () => {
      const body = Buffer.concat(chunks);
      count += 1;
      const words = wordsOf(message.method ?? '', message.url ?? '', message.headers['x-amz-target'], body);
      const call = { nth: count, isWrite: isWrite(words), words };
      if (decide?.(call) === 'drop') {
        response.destroy();
        return;
      }
      const { method, url, headers } = message;
      const forwarded = request(new URL(url ?? '/', lab), {
        ...{ method, agent },
        headers: { ...headers, host: new URL(lab).host },
      });
      forwarded.once('response', (answer) => {
        answered?.(call);
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        pipeline(answer, response, () => undefined);
      });
      forwarded.once('error', () => response.destroy());
      forwarded.end(body);
    });
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    agent.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    endpoint: `http://127.0.0.1:${port}`,
    onCall(handler) {
      count = 0;
      decide = handler;
    },
    onAnswer(handler) {
      answered = handler;
    },
  };
}

/** `StopDBInstance`, `POST /clusters/shop/node-groups/spot/update-config`, `ECS.UpdateService` */
function wordsOf(method: string, url: string, target: unknown, body: Buffer): string {
  const action = /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1];
  if (typeof target === 'string') return target;
  return action ?? `${method} ${url}`;
}

function isWrite(words: string): boolean {
  const [method, ...others] = words.split(' ');
  if (others.length > 0) return method !== 'GET';
  return !/(?:^|\.)(?:Describe|Get|List)\w+$/.test(words);
}
