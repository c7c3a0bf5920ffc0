import { type Address, formatAddress } from './address.js';
import type { Auth } from './auth.js';
import { connectToAny } from './bootstrap.js';
import { type BrokerConnection, type ConnectionSettings, openConnection } from './broker-connection.js';
import { KafkaConnectionError } from './errors.js';
import { explainConnectionError } from './explain-connection-error.js';
import { type MetadataResponse, metadata } from './requests/metadata.js';
import type { Route } from './route.js';
import type { Api } from './wire/api.js';

export interface SessionOptions {
  /** Tried in turn, the next one as soon as one fails or hesitates. */
  readonly bootstrap: readonly Address[];
  readonly auth: Auth;
  readonly route: Route;
  readonly trace: (event: string) => void;
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

export interface SendOptions {
  /** A broker id from metadata; without it any broker may answer. */
  readonly broker?: number | undefined;
  /** Raises the session's limit for this request; milliseconds. */
  readonly timeoutMs?: number | undefined;
}

type Connecting = Promise<BrokerConnection>;

const defaultConnectTimeoutMs = 10_000;
const defaultRequestTimeoutMs = 30_000;

/**
 * A conversation with one cluster: connects when first asked, learns every broker's address from metadata,
 * keeps one connection a broker, and repeats after a lost connection only what is safe to repeat.
 */
export class KafkaSession {
  readonly #settings: ConnectionSettings;
  readonly #bootstrap: readonly Address[];
  readonly #connections = new Map<number | 'any', Connecting>();
  readonly #addresses = new Map<number, Address>();
  #closed = false;

  constructor(options: SessionOptions) {
    this.#bootstrap = options.bootstrap;
    this.#settings = {
      route: options.route,
      auth: options.auth,
      trace: options.trace,
      connectTimeoutMs: options.connectTimeoutMs ?? defaultConnectTimeoutMs,
      requestTimeoutMs: options.requestTimeoutMs ?? defaultRequestTimeoutMs,
    };
  }

  /**
   * Sends one request; requests begun together travel together.
   * @throws KafkaConnectionError, KafkaAuthenticationError, UnsupportedByClusterError
   */
  async send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    options: SendOptions = {},
  ): Promise<Response> {
    const target = options.broker ?? 'any';
    const connecting = this.#connect(target);
    const connection = await connecting;
    try {
      return await connection.send(api, request, options.timeoutMs);
    } catch (error) {
      if (!isConnectionLoss(error)) throw await this.#explain(error, connection.address);
      this.#forget(target, connecting);
      const maySendAgain = api.effect === 'read' || wasNeverSent(error);
      if (!maySendAgain || this.#closed) throw await this.#explain(error, connection.address);
    }
    const again = await this.#connect(target);
    return again.send(api, request, options.timeoutMs).catch(async (error) => {
      throw await this.#explain(error, again.address);
    });
  }

  /** Reads metadata and remembers where the brokers are. Null asks for all topics. */
  async metadata(topics: readonly string[] | null): Promise<MetadataResponse> {
    const response = await this.send(metadata, { topics });
    for (const broker of response.brokers) this.#addresses.set(broker.id, broker);
    return response;
  }

  /** The version of an API that any broker of the session speaks with us; undefined when it has none. */
  async version(api: {
    readonly key: number;
    readonly versions: readonly number[];
  }): Promise<number | undefined> {
    return (await this.#connect('any')).version(api);
  }

  /** Ends every connection at once; requests under way are given up. */
  close(): void {
    this.#closed = true;
    for (const connecting of this.#connections.values()) {
      connecting.then((connection) => connection.close()).catch(() => {});
    }
    this.#connections.clear();
  }

  #connect(target: number | 'any'): Connecting {
    const known = this.#connections.get(target);
    if (known !== undefined) return known;
    const connecting = target === 'any' ? this.#connectToAny() : this.#connectToBroker(target);
    this.#connections.set(target, connecting);
    connecting.catch(() => this.#forget(target, connecting));
    return connecting;
  }

  #connectToAny(): Connecting {
    return connectToAny([...this.#bootstrap, ...this.#addresses.values()], (address) => this.#open(address));
  }

  async #connectToBroker(id: number): Connecting {
    const address = this.#addresses.get(id);
    if (address === undefined)
      throw new KafkaConnectionError(`Broker ${id} is not in the cluster's metadata.`);
    const any = await this.#connections.get('any')?.catch(() => undefined);
    if (any !== undefined && formatAddress(any.address) === formatAddress(address)) return any;
    return this.#open({ host: address.host, port: address.port });
  }

  async #open(address: Address): Connecting {
    try {
      return await openConnection(address, this.#settings);
    } catch (error) {
      throw await this.#explain(error, address);
    }
  }

  #forget(target: number | 'any', connecting: Connecting): void {
    if (this.#connections.get(target) === connecting) this.#connections.delete(target);
  }

  #explain(error: unknown, address: Address): Promise<Error> {
    return explainConnectionError(error, address, this.#settings);
  }
}

function isConnectionLoss(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return name === 'KafkaJSConnectionClosedError' || name === 'KafkaJSConnectionError';
}

/** kafkajs' word for a connection that had ended before we asked, as idle ones do while a person thinks. */
function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && error.message === 'Not connected';
}
