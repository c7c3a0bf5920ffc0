import { ExopsError } from '../errors.js';
import { type Address, formatAddress } from './address.js';
import type { Auth } from './auth.js';
import { connectToAny } from './bootstrap.js';
import { type BrokerConnection, type ConnectionSettings, openConnection } from './broker-connection.js';
import type { KafkaClient, SendOptions } from './client.js';
import { type ConnectionLoss, connectionLossOf } from './connection-loss.js';
import { KafkaConnectionError, LostConnectionError, WrongClusterError } from './errors.js';
import { explainConnectionError } from './explain-connection-error.js';
import { SessionEndedError } from './keep-logged-in.js';
import { type MetadataResponse, metadata } from './requests/metadata.js';
import type { Route } from './route.js';
import type { Api } from './wire/api.js';
import { MalformedResponseError } from './wire/reader.js';

export interface SessionOptions {
  /** Tried in turn, the next one as soon as one fails or hesitates. */
  readonly bootstrap: readonly Address[];
  readonly auth: Auth;
  readonly route: Route;
  readonly trace: (event: string) => void;
  readonly connectTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
  /** A command that looks closer at what can't be reached: `exops doctor -e dev`. */
  readonly diagnosis?: string | undefined;
}

type Connecting = Promise<BrokerConnection>;

interface Lost {
  readonly loss: ConnectionLoss;
  readonly connection: BrokerConnection;
  readonly error: unknown;
}

const defaultConnectTimeoutMs = 10_000;
const defaultRequestTimeoutMs = 30_000;

/**
 * A conversation with one cluster: connects when first asked, learns every broker's address from metadata,
 * keeps one connection a broker, and repeats after a lost connection only what is safe to repeat.
 */
export class KafkaSession implements KafkaClient {
  readonly #settings: ConnectionSettings & Pick<SessionOptions, 'diagnosis'>;
  readonly #bootstrap: readonly Address[];
  readonly #connections = new Map<number | 'any', Connecting>();
  readonly #addresses = new Map<number, Address>();
  /** No request goes over them any more; some may be under way. */
  readonly #retired = new Set<BrokerConnection>();
  /** The first that answered: an address may lead elsewhere later, as a tunnel's does. */
  #clusterId: string | null = null;
  #hasLost = false;
  #closed = false;

  constructor(options: SessionOptions) {
    this.#bootstrap = options.bootstrap;
    this.#settings = {
      route: options.route,
      auth: options.auth,
      trace: options.trace,
      connectTimeoutMs: options.connectTimeoutMs ?? defaultConnectTimeoutMs,
      requestTimeoutMs: options.requestTimeoutMs ?? defaultRequestTimeoutMs,
      diagnosis: options.diagnosis,
    };
  }

  async send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    options: SendOptions = {},
  ): Promise<Response> {
    const first = await this.#try(api, request, options);
    if ('response' in first) return first.response;
    if (this.#closed || !maySendAgain(api, first)) throw await this.#sayLost(api, first);
    const second = await this.#try(api, request, options);
    if ('response' in second) return second.response;
    throw await this.#sayLost(api, second);
  }

  async metadata(topics: readonly string[] | null): Promise<MetadataResponse> {
    const response = await this.send(metadata, { topics });
    this.#clusterId ??= response.clusterId;
    if (response.clusterId !== this.#clusterId)
      throw new WrongClusterError(this.#clusterId ?? '', response.clusterId, 'this session');
    for (const broker of response.brokers) this.#addresses.set(broker.id, broker);
    return response;
  }

  async version(
    api: { readonly key: number; readonly versions: readonly number[] },
    broker?: number,
  ): Promise<number | undefined> {
    return (await this.#connect(broker ?? 'any')).version(api);
  }

  /** Ends every connection at once; requests under way are given up. */
  close(): void {
    this.#closed = true;
    for (const connecting of this.#connections.values()) {
      connecting.then((connection) => connection.close()).catch(() => {});
    }
    this.#connections.clear();
    for (const connection of this.#retired) connection.close();
  }

  #connect(target: number | 'any'): Connecting {
    if (this.#closed) return Promise.reject(new KafkaConnectionError('The session is closed.'));
    const known = this.#connections.get(target);
    if (known !== undefined) return known;
    const connecting = target === 'any' ? this.#connectToAny() : this.#connectToBroker(target);
    this.#connections.set(target, connecting);
    connecting.catch(() => this.#forget(target, connecting));
    return connecting;
  }

  #connectToAny(): Connecting {
    const known = [...this.#bootstrap, ...this.#addresses.values()];
    const different = new Map(known.map((address) => [formatAddress(address), address]));
    return connectToAny([...different.values()], (address) => this.#open(address));
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
      const connection = await openConnection(address, this.#settings);
      if (this.#hasLost) await this.#checkCluster(connection);
      return connection;
    } catch (error) {
      throw await this.#explain(error, address);
    }
  }

  /** Before anything is sent over a connection that replaces a lost one: a change mustn't meet another cluster. */
  async #checkCluster(connection: BrokerConnection): Promise<void> {
    if (this.#clusterId === null) return;
    try {
      const { clusterId } = await connection.send(metadata, { topics: [] });
      if (clusterId !== this.#clusterId)
        throw new WrongClusterError(this.#clusterId, clusterId, 'this session');
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  #retire(connection: BrokerConnection): void {
    this.#retired.add(connection);
    connection.retire();
  }

  #forget(target: number | 'any', connecting: Connecting): void {
    if (this.#connections.get(target) === connecting) this.#connections.delete(target);
  }

  /** A lost connection is a result here, since the request may be worth sending again; other failures are thrown. */
  async #try<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    { broker, timeoutMs }: SendOptions,
  ): Promise<{ response: Response } | Lost> {
    const target = broker ?? 'any';
    const connecting = this.#connect(target);
    const connection = await connecting;
    try {
      return { response: await connection.send(api, request, timeoutMs) };
    } catch (error) {
      const loss = connectionLossOf(error);
      if (loss === undefined) throw await this.#sayUnreadable(api, connection, error);
      this.#hasLost = true;
      this.#forget(target, connecting);
      if (error instanceof SessionEndedError) this.#retire(connection);
      else connection.close();
      return { loss, connection, error };
    }
  }

  /** A listener that refuses us only at the first request is told apart from a connection that broke. */
  async #sayLost(
    api: { readonly name: string; readonly effect: 'read' | 'change' },
    { loss, connection, error }: Lost,
  ): Promise<Error> {
    if (!connection.hasAnswered()) {
      const explained = await this.#explain(error, connection.address);
      const isUncertain = loss !== 'never sent' && api.effect === 'change';
      if (!isUncertain || !(explained instanceof KafkaConnectionError)) return explained;
      return new LostConnectionError(explained.message, true, explained);
    }
    const where = formatAddress(connection.address);
    return loss === 'never sent'
      ? new LostConnectionError(`Lost the connection to ${where} before ${api.name} was sent.`, false, error)
      : new LostConnectionError(
          `Lost the connection to ${where} while waiting for the answer to ${api.name}.`,
          true,
          error,
        );
  }

  /** What is ours already, or a mistake of ours, says nothing about the port. */
  async #sayUnreadable(
    api: { readonly name: string },
    connection: BrokerConnection,
    error: unknown,
  ): Promise<unknown> {
    const isOfThePort =
      error instanceof MalformedResponseError || (error instanceof Error && error.name.startsWith('KafkaJS'));
    if (error instanceof ExopsError || !isOfThePort) return error;
    if (!connection.hasAnswered()) return this.#explain(error, connection.address);
    const where = formatAddress(connection.address);
    return new LostConnectionError(
      `Can't read the answer of ${where} to ${api.name}: ${error.message}.`,
      true,
      error,
    );
  }

  #explain(error: unknown, address: Address): Promise<Error> {
    return explainConnectionError(error, address, this.#settings);
  }
}

function maySendAgain(api: { readonly effect: 'read' | 'change' }, { loss, connection }: Lost): boolean {
  return loss === 'never sent' || (api.effect === 'read' && connection.hasAnswered());
}
