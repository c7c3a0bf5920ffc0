/** The part of kafkajs 2.2.4 that we build on: one authenticated connection that frames and matches requests. */
declare module 'kafkajs/src/network/connection.js' {
  import type { Duplex } from 'node:stream';
  import type { Sasl } from './sasl.js';

  interface Logger {
    namespace(name: string): Logger;
    debug(message: string, extra?: object): void;
    info(message: string, extra?: object): void;
    warn(message: string, extra?: object): void;
    error(message: string, extra?: object): void;
  }

  interface ConnectionOptions {
    host: string;
    port: number;
    logger: Logger;
    socketFactory: (target: {
      host: string;
      port: number;
      onConnect: () => void;
    }) => Duplex & { unref(): unknown };
    requestTimeout: number;
    connectionTimeout: number;
    clientId: string;
    sasl?: Sasl | undefined;
  }

  interface Exchange<Response> {
    request: {
      apiKey: number;
      apiVersion: number;
      apiName: string;
      encode: () => Promise<{ buf: Buffer; buffer: Buffer }>;
    };
    response: {
      decode: (payload: Buffer) => Promise<{ response: Response; clientSideThrottleTime?: number }>;
      parse: (decoded: { response: Response }) => Promise<Response>;
    };
    requestTimeout?: number;
    logResponseError?: boolean;
  }

  export default class Connection {
    constructor(options: ConnectionOptions);
    connect(): Promise<boolean>;
    disconnect(): Promise<boolean>;
    isConnected(): boolean;
    /** Logs in unless `isAuthenticated`; nothing without credentials. Who asks at the same time shares the login. */
    authenticate(): Promise<void>;
    /** False, too, from `reauthenticationThreshold` before the session's end on; always without credentials. */
    isAuthenticated(): boolean;
    /** Milliseconds. */
    reauthenticationThreshold: number;
    /** Of the last login (KIP-368); 0 where it doesn't end. Milliseconds. */
    readonly sessionLifetime: { toNumber(): number };
    setVersions(versions: Record<number, { minVersion: number; maxVersion: number }>): void;
    setSupportAuthenticationProtocol(isSupported: boolean): void;
    /** Called with each chunk that arrives; may be replaced on an instance. */
    processData(chunk: Buffer): void;
    send<Response>(exchange: Exchange<Response>): Promise<Response>;
  }
}
