import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { directRoute } from '../../src/lib/kafka/route.js';
import { KafkaSession } from '../../src/lib/kafka/session.js';
import { type Broker, startBroker } from '../lab/kafka/broker.js';
import { startProxiedBroker } from '../lab/kafka/proxied.js';
import { benchProperties } from './idle.js';

export interface BenchBroker {
  readonly broker: Broker;
  /** Where contenders reach it, through the proxy if there is a delay. */
  readonly bootstrap: string;
  /** Where the bench itself reaches it, without delay. */
  readonly backDoor: string;
  /** A session at the back door. */
  readonly session: KafkaSession;
  stop(): Promise<void>;
}

/** Starts a broker; with a delay, every request of a contender takes that many milliseconds longer. */
export async function startBenchBroker(delayMs: number): Promise<BenchBroker> {
  if (delayMs === 0) {
    const broker = await startBroker({ properties: benchProperties });
    return benchBrokerBehind(broker, broker.bootstrap, broker.stop);
  }
  const { broker, proxy, stop } = await startProxiedBroker({ delayMs, properties: benchProperties });
  return benchBrokerBehind(broker, proxy.bootstrap, stop);
}

/** A started broker whose clients' listener advertises `bootstrap`. */
export async function benchBrokerBehind(
  broker: Broker,
  bootstrap: string,
  stop: () => Promise<void>,
): Promise<BenchBroker> {
  const backDoor = await internalAddress(broker);
  const [host = '', port] = backDoor.split(':');
  const session = new KafkaSession({
    bootstrap: [{ host, port: Number(port) }],
    auth: { mechanism: 'none' },
    route: directRoute,
    trace: () => {},
    requestTimeoutMs: 60_000,
  });
  return {
    broker,
    bootstrap,
    backDoor,
    session,
    async stop() {
      session.close();
      await stop();
    },
  };
}

// The clients' listener advertises the proxy; the brokers' own listener advertises itself.
async function internalAddress({ dataDir }: Broker): Promise<string> {
  const properties = await readFile(join(dirname(dataDir), 'server.properties'), 'utf8');
  const address = /^advertised\.listeners=.*INTERNAL:\/\/([^,\s]+)/m.exec(properties)?.[1];
  if (address === undefined) throw new Error('The broker has no listener of its own.');
  return address;
}
