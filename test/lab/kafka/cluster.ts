import { addressOf } from './broker.js';
import type { KafkaNode } from './node.js';
import { type StartedNodes, startNodes } from './start-nodes.js';

export interface ClusterOptions {
  readonly brokers?: number;
  /** The rack of each broker, in order. */
  readonly racks?: readonly string[];
  /** The `host:port` that clients are told for each broker, for proxies in front. */
  readonly advertised?: readonly string[];
  readonly authorizer?: boolean;
  readonly properties?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface ClusterBroker {
  /** Counted from 1. */
  readonly id: number;
  readonly rack: string | undefined;
  readonly bootstrap: string;
  readonly port: number;
  pid(): number;
  log(): Promise<string>;
  /** Shuts it down in order, as an operator would; its data stays for `start`. */
  stop(): Promise<void>;
  /** Ends the process at once, as a crash would. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface Cluster {
  /** All brokers, separated by commas. */
  readonly bootstrap: string;
  readonly clusterId: string;
  readonly brokers: readonly ClusterBroker[];
  /** Ends all brokers for good and removes their data. */
  stop(): Promise<void>;
}

const shutdownMs = 15_000;

/** Starts several real brokers, three unless told otherwise, and resolves when all of them know each other. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const count = options.brokers ?? 3;
  const started = await startNodes({
    racks: Array.from({ length: count }, (_, index) => options.racks?.[index]),
    advertised: options.advertised ?? [],
    listeners: undefined,
    authorizer: options.authorizer ?? false,
    properties: options.properties ?? {},
    timeoutMs: options.timeoutMs ?? 90_000,
  });
  const brokers = started.nodes.map((node) => clusterBroker(started, node));
  return {
    bootstrap: brokers.map((broker) => broker.bootstrap).join(','),
    clusterId: started.clusterId,
    brokers,
    stop: started.stop,
  };
}

function clusterBroker(started: StartedNodes, node: KafkaNode): ClusterBroker {
  const bootstrap = addressOf(node, 'PLAINTEXT');
  return {
    id: node.settings.id,
    rack: node.settings.rack,
    bootstrap,
    port: Number(bootstrap.split(':')[1]),
    pid: node.pid,
    log: node.log,
    stop: () => node.terminate(shutdownMs),
    kill: node.kill,
    start: () => started.start(node),
  };
}
