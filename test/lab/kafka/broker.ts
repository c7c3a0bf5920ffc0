import type { Pki } from '../pki.js';
import { secureListeners } from './listeners.js';
import type { KafkaNode } from './node.js';
import { logFolder } from './properties.js';
import { type StartedNodes, startNodes } from './start-nodes.js';

export interface BrokerOptions {
  /** With the listeners for TLS, SCRAM and PLAIN beside the plaintext one, and certificates for them. */
  readonly secure?: boolean;
  /** With ACLs: `ops` and everyone without a login may do everything, `weak` and client certificates nothing. */
  readonly authorizer?: boolean;
  /** The `host:port` that clients are told to connect to, for a proxy in front. */
  readonly advertised?: string;
  /** Lines of `server.properties` that win over the lab's own. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Addresses, as `127.0.0.1:port`. */
export interface SecureListeners {
  readonly plaintext: string;
  readonly tls: string;
  /** Wants a client certificate. */
  readonly mtls: string;
  /** TLS with a certificate for another host name. */
  readonly wrongName: string;
  /** SCRAM-SHA-256 and SCRAM-SHA-512 over TLS. */
  readonly scram: string;
  /** The same without TLS. */
  readonly scramPlaintext: string;
  /** PLAIN over TLS. */
  readonly plain: string;
}

export type Listeners = Pick<SecureListeners, 'plaintext'>;

export interface Broker {
  /** Where its plaintext listener is, whatever it advertises. */
  readonly bootstrap: string;
  readonly port: number;
  readonly listeners: Listeners;
  readonly clusterId: string;
  readonly dataDir: string;
  /** The process group of the running broker, or of the last one. */
  pid(): number;
  log(): Promise<string>;
  /** Ends it for good and removes its data. */
  stop(): Promise<void>;
  /** Ends the process at once, as a crash would; the data stays for `restart`. */
  kill(): Promise<void>;
  /** Ends the process if it runs, and starts it again with the same ports and data. */
  restart(): Promise<void>;
}

export interface SecureBroker extends Broker {
  readonly listeners: SecureListeners;
  readonly pki: Pki;
}

/** Starts one real Kafka broker and resolves when it answers. */
export async function startBroker(options: BrokerOptions & { readonly secure: true }): Promise<SecureBroker>;
export async function startBroker(options?: BrokerOptions): Promise<Broker>;
export async function startBroker(options: BrokerOptions = {}): Promise<Broker | SecureBroker> {
  const started = await startNodes({
    racks: [undefined],
    advertised: [options.advertised],
    listeners: options.secure ? secureListeners : undefined,
    authorizer: options.authorizer ?? false,
    properties: options.properties ?? {},
    timeoutMs: options.timeoutMs ?? 60_000,
  });
  const [node] = started.nodes;
  if (node === undefined) throw new Error('No broker was started.');
  const broker = singleBroker(started, node);
  return started.pki === undefined
    ? broker
    : { ...broker, pki: started.pki, listeners: secureAddresses(node) };
}

/** The `127.0.0.1:port` of one of a node's listeners. */
export function addressOf(node: KafkaNode, name: string): string {
  const found = node.settings.listeners.find(({ listener }) => listener.name === name);
  if (found === undefined) throw new Error(`The broker has no listener ${name}.`);
  return `127.0.0.1:${found.port}`;
}

function singleBroker(started: StartedNodes, node: KafkaNode): Broker {
  const bootstrap = addressOf(node, 'PLAINTEXT');
  return {
    bootstrap,
    port: Number(bootstrap.split(':')[1]),
    listeners: { plaintext: bootstrap },
    clusterId: started.clusterId,
    dataDir: logFolder(node.settings),
    pid: node.pid,
    log: node.log,
    stop: started.stop,
    kill: node.kill,
    async restart() {
      await node.kill();
      await started.start(node);
    },
  };
}

function secureAddresses(node: KafkaNode): SecureListeners {
  return {
    plaintext: addressOf(node, 'PLAINTEXT'),
    tls: addressOf(node, 'TLS'),
    mtls: addressOf(node, 'MTLS'),
    wrongName: addressOf(node, 'WRONG_NAME'),
    scram: addressOf(node, 'SCRAM'),
    scramPlaintext: addressOf(node, 'SCRAM_PLAINTEXT'),
    plain: addressOf(node, 'PLAIN'),
  };
}
