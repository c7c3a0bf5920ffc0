import { type KafkaProxy, startProxy } from '../kafka-proxy.js';
import { recordTraffic, type Traffic } from '../proxy/traffic.js';
import { type Broker, type BrokerOptions, startBroker } from './broker.js';
import { type Cluster, type ClusterOptions, startCluster } from './cluster.js';

export interface ProxiedBroker {
  readonly broker: Broker;
  /** Clients start from its `bootstrap`. */
  readonly proxy: KafkaProxy;
  stop(): Promise<void>;
}

export interface ProxiedCluster extends Pick<Traffic, 'requests' | 'rounds' | 'reset'> {
  readonly cluster: Cluster;
  /** One for each of the cluster's brokers, in their order; each counts the traffic of all together. */
  readonly proxies: readonly KafkaProxy[];
  /** The addresses of all proxies, separated by commas. */
  readonly bootstrap: string;
  stop(): Promise<void>;
}

type Proxied<Options> = Omit<Options, 'advertised'> & { readonly delayMs?: number };

/** A broker whose plaintext listener clients reach through a proxy. */
export async function startProxiedBroker(options: Proxied<BrokerOptions> = {}): Promise<ProxiedBroker> {
  const { delayMs = 0, ...brokerOptions } = options;
  const front = await startFront(1, delayMs);
  const [advertised = ''] = front.addresses;
  const broker = await front.before(startBroker({ ...brokerOptions, advertised }), (started) => [started]);
  const [proxy] = front.proxies;
  if (proxy === undefined) throw new Error('No proxy was started.');
  return { broker, proxy, stop: () => stopAll([proxy, broker]) };
}

/** A cluster of three brokers, unless told otherwise, that clients reach through a proxy for each. */
export async function startProxiedCluster(options: Proxied<ClusterOptions> = {}): Promise<ProxiedCluster> {
  const { delayMs = 0, ...clusterOptions } = options;
  const front = await startFront(clusterOptions.brokers ?? 3, delayMs);
  const { proxies, addresses, traffic } = front;
  const starting = startCluster({ ...clusterOptions, advertised: addresses });
  const cluster = await front.before(starting, ({ brokers }) => brokers);
  return {
    cluster,
    proxies,
    bootstrap: addresses.join(','),
    requests: traffic.requests,
    rounds: traffic.rounds,
    reset: traffic.reset,
    stop: () => stopAll([...proxies, cluster]),
  };
}

// The proxies come first and learn of their brokers later, so that nobody can take the ports in between.
async function startFront(count: number, delayMs: number) {
  const traffic = recordTraffic();
  const targets = Array.from({ length: count }, () => ({ host: '127.0.0.1', port: 0 }));
  const proxies = await Promise.all(targets.map((target) => startProxy({ target, delayMs, traffic })));
  return {
    traffic,
    proxies,
    addresses: proxies.map((proxy) => proxy.bootstrap),
    async before<Started>(
      starting: Promise<Started>,
      brokers: (started: Started) => readonly { readonly port: number }[],
    ): Promise<Started> {
      try {
        const started = await starting;
        brokers(started).forEach(({ port }, index) => {
          Object.assign(targets[index] ?? {}, { port });
        });
        return started;
      } catch (error) {
        await stopAll(proxies);
        throw error;
      }
    },
  };
}

async function stopAll(parts: readonly { stop(): Promise<void> }[]): Promise<void> {
  await Promise.all(parts.map((part) => part.stop()));
}
