import { createServer } from 'node:net';
import { listenOnFreePort } from './ports.js';
import { type ProxiedConnection, proxyConnection, type Verdict } from './proxy/connection.js';
import { type ProxiedRequest, recordTraffic, type Traffic } from './proxy/traffic.js';

export type { ProxiedRequest, Verdict };

export type RequestHandler = (request: ProxiedRequest) => Verdict;

export interface ProxyOptions {
  /** Where the broker is. Read for each connection, so the port may be filled in once it is known. */
  readonly target: { readonly host: string; readonly port: number };
  /** How much longer a request takes: half on its way there, half on the way back. Connecting takes no longer. */
  readonly delayMs?: number;
  /** For several proxies that are counted as one. */
  readonly traffic?: Traffic;
}

export interface KafkaProxy {
  readonly port: number;
  readonly bootstrap: string;
  /** Every request so far, in the order the clients sent them; none of those inside TLS. */
  readonly requests: readonly ProxiedRequest[];
  /**
   * How many times a request was sent only after an answer had come, plus one: what the latency is multiplied
   * with. Requests that are under way together are one round, whatever connections they are on. Give the proxy a
   * delay when counting, or the answer to the first of them may overtake the second.
   */
  rounds(): number;
  /** How many bytes the broker answered with so far. */
  bytes(): number;
  /** Forgets the requests, rounds and bytes so far. */
  reset(): void;
  /** Decides on each request from now on, in place of an earlier handler; without one, all are forwarded. */
  onRequest(handler?: RequestHandler): void;
  /** Holds back everything, in both directions and on new connections too, until `thaw`. */
  freeze(): void;
  thaw(): void;
  /** Ends all connections there are; new ones are welcome. */
  cut(): void;
  stop(): Promise<void>;
}

/**
 * Stands between clients and a broker. The broker must advertise the proxy's address, or clients leave the proxy
 * behind after their first request: `startProxiedBroker` and `startProxiedCluster` see to that.
 *
 *     const target = { host: '127.0.0.1', port: 0 };
 *     const proxy = await startProxy({ target });
 *     const broker = await startBroker({ advertised: proxy.bootstrap });
 *     target.port = broker.port;
 */
export async function startProxy(options: ProxyOptions): Promise<KafkaProxy> {
  const { target, delayMs = 0, traffic = recordTraffic() } = options;
  const connections = new Set<ProxiedConnection>();
  let handler: RequestHandler | undefined;
  let isFrozen = false;
  let accepted = 0;
  const server = createServer({ noDelay: true }, (client) => {
    accepted += 1;
    const judge: RequestHandler = (request) => handler?.(request) ?? 'forward';
    const connection = proxyConnection(client, { number: accepted, target, delayMs, traffic, judge });
    connections.add(connection);
    if (isFrozen) connection.freeze();
    void connection.closed.then(() => connections.delete(connection));
  });
  const port = await listenOnFreePort(server);
  const cut = (): void => {
    for (const connection of connections) connection.cut();
  };
  return {
    port,
    bootstrap: `127.0.0.1:${port}`,
    requests: traffic.requests,
    rounds: traffic.rounds,
    bytes: traffic.bytes,
    reset: traffic.reset,
    onRequest(next) {
      handler = next;
    },
    freeze() {
      isFrozen = true;
      for (const connection of connections) connection.freeze();
    },
    thaw() {
      isFrozen = false;
      for (const connection of connections) connection.thaw();
    },
    cut,
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      cut();
      await closed;
    },
  };
}
