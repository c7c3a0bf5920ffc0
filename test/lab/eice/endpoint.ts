import http from 'node:http';
import https from 'node:https';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ConnectEndpoint } from '../../../src/lib/aws/aws.js';
import { listenOnFreePort } from '../ports.js';
import { judge } from './presigned-query.js';

export interface EndpointOptions {
  /** Where every tunnel leads, whatever private address it is for. */
  readonly target: { readonly host: string; readonly port: number };
  /** The remote ports that may be asked for: 22 and 3389, as AWS's, unless told otherwise. */
  readonly ports?: readonly number[];
  /** PEM texts; without them the endpoint speaks `ws:` instead of `wss:`. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** What goes wrong with the tunnels that are opened from now on. */
export type EndpointFault =
  /** The request gets this answer. */
  | { readonly kind: 'refuse'; readonly status: number; readonly body: string }
  /** The request gets no answer. */
  | { readonly kind: 'ignore' }
  /** The first thing to come is a text frame. */
  | { readonly kind: 'text' }
  /** The tunnel is closed once this many bytes of the target have come through. */
  | { readonly kind: 'close'; readonly code: number; readonly reason: string; readonly afterBytes: number }
  /** The connection is cut then, without a closing frame. */
  | { readonly kind: 'cut'; readonly afterBytes: number };

export interface TunnelRequest {
  readonly privateAddress: string | null;
  readonly port: number;
}

export interface RunningEndpoint {
  /** As DescribeInstanceConnectEndpoints gives it; the name has a port in it. */
  readonly record: ConnectEndpoint;
  readonly port: number;
  /** Every request for a tunnel so far, those that were refused too. */
  readonly requests: readonly TunnelRequest[];
  openTunnels(): number;
  /** The close codes of the tunnels that are over; 1006 for one that was cut. */
  readonly endings: readonly number[];
  /** The longest message that a client has sent. */
  longestMessage(): number;
  fault(fault?: EndpointFault): void;
  stop(): Promise<void>;
}

const awsPorts = [22, 3389];
const longestMessage = 65_000;
const mostBuffered = 1024 * 1024;

/**
 * Stands in for an EC2 Instance Connect Endpoint, which only AWS has: a websocket that carries a TCP connection. It
 * knows nobody's rights and can't tell a good signature from a bad one. That it takes the websocket before it
 * has reached the instance is as on AWS; its words for what fails then are made up.
 */
export async function startEndpoint(options: EndpointOptions): Promise<RunningEndpoint> {
  const { target, ports = awsPorts, tls } = options;
  const requests: TunnelRequest[] = [];
  const endings: number[] = [];
  const state = { longest: 0, fault: undefined as EndpointFault | undefined };
  const websockets = new WebSocketServer({ noServer: true, maxPayload: longestMessage });
  const sockets = new Set<Duplex>();
  const server = tls === undefined ? http.createServer() : https.createServer(tls);
  const port = await listenOnFreePort(server);
  const record: ConnectEndpoint = {
    id: 'eice-0123456789abcdef0',
    dnsName: `127.0.0.1:${port}`,
    subnetId: 'subnet-0a',
    availabilityZone: 'ap-northeast-2a',
    securityGroupIds: ['sg-0e1ce'],
  };
  server.on('connection', (socket: Duplex) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => undefined);
    const url = new URL(request.url ?? '/', 'ws://endpoint');
    const { searchParams } = url;
    requests.push({
      privateAddress: searchParams.get('privateIpAddress'),
      port: Number(searchParams.get('remotePort')),
    });
    const { fault } = state;
    if (fault?.kind === 'ignore') return;
    if (fault?.kind === 'refuse') return refuse(socket, fault.status, fault.body);
    const refused = judge(url, { endpointId: record.id, ports }, Date.now());
    if (refused !== undefined) {
      const body = JSON.stringify({ ErrorCode: refused.code, Message: refused.message });
      return refuse(socket, refused.status, body);
    }
    websockets.handleUpgrade(request, socket, head, (websocket) => {
      websocket.on('message', (bytes: Buffer) => {
        state.longest = Math.max(state.longest, bytes.length);
      });
      websocket.once('close', (code) => endings.push(code));
      carry(websocket, target, fault);
    });
  });
  return {
    record,
    port,
    requests,
    endings,
    openTunnels: () => websockets.clients.size,
    longestMessage: () => state.longest,
    fault(fault) {
      state.fault = fault;
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const websocket of websockets.clients) websocket.terminate();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

function refuse(socket: Duplex, status: number, body: string): void {
  const head = [
    `HTTP/1.1 ${status} ${http.STATUS_CODES[status]}`,
    'Content-Type: application/json',
    'x-amzn-RequestId: 01234567-89ab-cdef-0123-456789abcdef',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function carry(
  websocket: WebSocket,
  { host, port }: EndpointOptions['target'],
  fault: EndpointFault | undefined,
): void {
  if (fault?.kind === 'text') websocket.send('a text frame');
  const tcp = connect({ host, port, noDelay: true });
  let carried = 0;
  websocket.on('message', (bytes: Buffer, isBinary) => {
    if (!isBinary) return websocket.close(1003, 'text frame');
    if (tcp.write(bytes)) return;
    websocket.pause();
    tcp.once('drain', () => websocket.resume());
  });
  websocket.on('error', () => undefined);
  websocket.once('close', () => tcp.destroy());
  tcp.on('data', (bytes: Buffer) => {
    carried += bytes.length;
    websocket.send(bytes, () => {
      if (tcp.isPaused() && websocket.bufferedAmount < mostBuffered) tcp.resume();
    });
    if (websocket.bufferedAmount >= mostBuffered) tcp.pause();
    endWith(websocket, fault, carried);
  });
  tcp.once('connect', () => endWith(websocket, fault, carried));
  tcp.once('end', () => websocket.close(1000));
  tcp.once('error', () => websocket.close(1011, 'Unable to reach the instance'));
}

function endWith(websocket: WebSocket, fault: EndpointFault | undefined, carried: number): void {
  if (fault?.kind === 'close' && carried >= fault.afterBytes) websocket.close(fault.code, fault.reason);
  if (fault?.kind === 'cut' && carried >= fault.afterBytes) websocket.terminate();
}
