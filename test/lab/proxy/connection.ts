import { connect, type Socket } from 'node:net';
import { delayLine } from './delay-line.js';
import { frameSplitter } from './frames.js';
import type { ProxiedRequest, Traffic } from './traffic.js';

/**
 * What becomes of a request. `drop` never answers it. `cut` ends the client's connection, and the broker doesn't
 * hear of the request; `cut-after-forward` lets the broker carry it out and ends the connection instead of
 * handing the answer back.
 */
export type Verdict = 'forward' | 'drop' | 'cut' | 'cut-after-forward';

export interface ConnectionOptions {
  readonly number: number;
  readonly target: { readonly host: string; readonly port: number };
  readonly delayMs: number;
  readonly traffic: Traffic;
  judge(request: ProxiedRequest): Verdict;
}

export interface ProxiedConnection {
  readonly closed: Promise<unknown>;
  freeze(): void;
  thaw(): void;
  cut(): void;
}

/** Connects one client to the broker. */
export function proxyConnection(client: Socket, options: ConnectionOptions): ProxiedConnection {
  const { number, target, traffic, judge } = options;
  const broker = connect({ ...target, noDelay: true });
  const toBroker = delayLine(options.delayMs / 2);
  const toClient = delayLine(options.delayMs / 2);
  const pending = new Map<number, { readonly request: ProxiedRequest; readonly verdict: Verdict }>();

  const cut = (): void => {
    toBroker.clear();
    toClient.clear();
    client.destroy();
    broker.destroy();
  };
  const forward = (bytes: Buffer): void => toBroker.push(() => broker.write(bytes));
  const answer = (bytes: Buffer): void => toClient.push(() => client.write(bytes));

  function takeRequest(frame: Buffer): void {
    const apiKey = frame.readInt16BE(4);
    const apiVersion = frame.readInt16BE(6);
    const correlationId = frame.readInt32BE(8);
    const request = traffic.sent({ apiKey, apiVersion, correlationId, connection: number });
    const verdict = judge(request);
    if (verdict === 'cut') cut();
    if (verdict === 'cut' || verdict === 'drop') return;
    pending.set(correlationId, { request, verdict });
    forward(frame);
  }

  function takeAnswer(frame: Buffer): void {
    const correlationId = frame.readInt32BE(4);
    const asked = pending.get(correlationId);
    pending.delete(correlationId);
    toClient.push(() => {
      if (asked?.verdict === 'cut-after-forward') {
        cut();
        return;
      }
      if (asked !== undefined) traffic.answered(asked.request);
      client.write(frame);
    });
  }

  client.on('data', frameSplitter({ shortest: 12, frame: takeRequest, opaque: forward }));
  broker.on('data', frameSplitter({ shortest: 8, frame: takeAnswer, opaque: answer }));
  broker.on('data', (chunk: Buffer) => traffic.arrived(chunk.length));
  client.on('close', () => toBroker.push(() => broker.destroySoon()));
  broker.on('close', () => toClient.push(() => client.destroySoon()));
  return {
    closed: Promise.all([client, broker].map(socketClosed)),
    freeze() {
      toBroker.hold();
      toClient.hold();
    },
    thaw() {
      toBroker.release();
      toClient.release();
    },
    cut,
  };
}

function socketClosed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => resolve());
    // What went wrong with one side shows as the end of the other.
    socket.on('error', () => undefined);
  });
}
