import net from 'node:net';
import tls from 'node:tls';
import Connection from 'kafkajs/src/network/connection.js';
import { ExopsError } from '../errors.js';
import { type Address, formatAddress } from './address.js';
import { type Auth, tlsOf, tlsOptions } from './auth.js';
import { UnsupportedByClusterError } from './errors.js';
import { logIn, loginKeeper } from './keep-logged-in.js';
import { apiVersions } from './requests/api-versions.js';
import type { Route, RouteStream } from './route.js';
import { saslOf } from './sasl.js';
import { type Api, isFlexible, negotiateVersion, type VersionRange } from './wire/api.js';
import { frameGuard } from './wire/frame-guard.js';
import { MalformedResponseError, Reader } from './wire/reader.js';
import { Writer } from './wire/writer.js';

export interface ConnectionSettings {
  readonly route: Route;
  readonly auth: Auth;
  /** For the route, TCP and TLS together, and for each answer while logging in; milliseconds. */
  readonly connectTimeoutMs: number;
  /** The least that any request is given; milliseconds. */
  readonly requestTimeoutMs: number;
  /** Told of every request and of what kafkajs would log; for EXOPS_DEBUG. */
  readonly trace: (event: string) => void;
}

/** One authenticated connection to one broker. */
export interface BrokerConnection {
  readonly address: Address;
  /** The version that both sides speak, undefined when the broker doesn't serve the request at all. */
  version(api: { readonly key: number; readonly versions: readonly number[] }): number | undefined;
  /**
   * Sends one request; several may be under way at once, and are answered in order.
   * @param timeoutMs raises the connection's own limit when it is larger
   * @throws UnsupportedByClusterError, SessionEndedError, or kafkajs' and Node's own errors (see
   *   `explainConnectionError`)
   */
  send<Request, Response>(
    api: Api<Request, Response>,
    request: Request,
    timeoutMs?: number,
  ): Promise<Response>;
  /**
   * Whether any request was answered after the handshake. Some listeners refuse a client only at its first request,
   * by closing the connection.
   */
  hasAnswered(): boolean;
  /** Closes it once what is under way is answered. */
  retire(): void;
  close(): void;
}

const clientId = 'exops';
const saslAuthenticateKey = 36;

/** Connects, learns the broker's versions and authenticates. Errors are raw: `explainConnectionError` says what they mean. */
export async function openConnection(
  address: Address,
  settings: ConnectionSettings,
): Promise<BrokerConnection> {
  let socket: RouteStream | undefined;
  let hasAnswered = false;
  let isConnecting = true;
  let routeError: ExopsError | undefined;
  const { sasl, ready } = saslOf(settings.auth);
  const connection = new Connection({
    ...address,
    clientId,
    logger: traceLogger(settings.trace),
    socketFactory: ({ onConnect }) => {
      socket = openSocket(address, settings, onConnect);
      // kafkajs keeps only the words of an error.
      socket.on('error', (error) => {
        if (error instanceof ExopsError) routeError = error;
      });
      return socket;
    },
    connectionTimeout: settings.connectTimeoutMs,
    // kafkajs waits at least this long, for each answer of the handshake too.
    requestTimeout: settings.connectTimeoutMs,
    sasl,
  });
  const process = connection.processData.bind(connection);
  const check = frameGuard();
  connection.processData = (chunk) => {
    try {
      check(chunk);
      process(chunk);
    } catch (error) {
      socket?.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const close = () => {
    socket?.destroy();
    void connection.disconnect();
  };
  try {
    const connected = connection
      .connect()
      .finally(() => {
        isConnecting = false;
      })
      .then(() => learnVersions(connection, settings));
    // Whoever makes a token may ask a person something first, which no deadline of the broker's is for.
    const [ranges] = await Promise.all([connected, ready]);
    await withDeadline(logIn(connection), settings.connectTimeoutMs);
    const requests = countedRequests(close);
    const say = (event: string) => settings.trace(`${formatAddress(address)} ${event}`);
    const keepLoggedIn = sasl && loginKeeper(connection, () => say('SaslHandshake, to log in again'));
    return {
      address,
      version: (api) => negotiateVersion(api, ranges.get(api.key)),
      send: async (api, request, timeoutMs) => {
        const version = negotiateVersion(api, ranges.get(api.key));
        if (version === undefined) throw new UnsupportedByClusterError(api.name);
        await keepLoggedIn?.();
        say(`${api.name} v${version}`);
        const timeout = Math.max(timeoutMs ?? 0, settings.requestTimeoutMs);
        const response = await requests.during(() => exchange(connection, api, version, request, timeout));
        hasAnswered = true;
        return response;
      },
      hasAnswered: () => hasAnswered,
      retire: requests.endAfterwards,
      close,
    };
  } catch (error) {
    // Without an error kafkajs would go on waiting for it.
    if (isConnecting) socket?.destroy(new Error('it is not needed any more'));
    close();
    throw routeError ?? error;
  }
}

/** @param end called when no request is under way any more, after that was asked for */
function countedRequests(end: () => void) {
  let underWay = 0;
  let isEnding = false;
  const endIfIdle = () => {
    if (isEnding && underWay === 0) end();
  };
  return {
    async during<Response>(request: () => Promise<Response>): Promise<Response> {
      underWay++;
      try {
        return await request();
      } finally {
        underWay--;
        endIfIdle();
      }
    },
    endAfterwards(): void {
      isEnding = true;
      endIfIdle();
    },
  };
}

/** kafkajs waits for ever where an old broker doesn't answer a raw SASL token. */
function withDeadline<Result>(work: Promise<Result>, ms: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it did not answer the login in time')), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function learnVersions(
  connection: Connection,
  settings: ConnectionSettings,
): Promise<ReadonlyMap<number, VersionRange>> {
  const { ranges } = await exchange(connection, apiVersions, 0, {}, settings.connectTimeoutMs);
  connection.setVersions(
    Object.fromEntries([...ranges].map(([key, { min, max }]) => [key, { minVersion: min, maxVersion: max }])),
  );
  connection.setSupportAuthenticationProtocol(ranges.has(saslAuthenticateKey));
  return ranges;
}

function openSocket(
  address: Address,
  { route, auth }: ConnectionSettings,
  onConnect: () => void,
): RouteStream {
  const settings = tlsOf(auth);
  if (settings === undefined) return route.open(address, onConnect);
  const plain = route.open(address, () => {});
  const options = tlsOptions(settings, address.host, net.isIP(address.host) !== 0);
  const secure = tls.connect({ ...options, socket: plain }, onConnect);
  plain.on('error', (error) => secure.destroy(error));
  return secure;
}

function exchange<Request, Response>(
  connection: Connection,
  api: Api<Request, Response>,
  version: number,
  request: Request,
  timeoutMs?: number,
): Promise<Response> {
  const flexible = isFlexible(api, version);
  return connection.send<Response>({
    ...(timeoutMs === undefined ? {} : { requestTimeout: timeoutMs }),
    logResponseError: false,
    request: {
      apiKey: api.key,
      apiVersion: version,
      apiName: api.name,
      encode: async () => {
        const writer = new Writer(flexible);
        writer.endStructure(); // the request header's tagged fields, which kafkajs doesn't write
        api.write(writer, request, version);
        return { buf: writer.bytes, buffer: writer.bytes };
      },
    },
    response: {
      decode: async (payload) => {
        const reader = new Reader(payload, flexible);
        if (api.hasOldAnswerHeader !== true) reader.endStructure(); // the response header's tagged fields
        const response = api.read(reader, version);
        if (reader.remaining > 0) throw new MalformedResponseError(`${reader.remaining} bytes too many`);
        return { response };
      },
      parse: async ({ response }) => response,
    },
  });
}

function traceLogger(trace: (event: string) => void) {
  const ignore = () => {};
  const logger = { debug: ignore, info: ignore, warn: trace, error: trace, namespace: () => logger };
  return logger;
}
