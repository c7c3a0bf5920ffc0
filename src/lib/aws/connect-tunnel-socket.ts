import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { explainFailure, explainRefusal, type Refusal, type TunnelTarget } from './connect-tunnel-errors.js';
import { connectThroughProxy } from './connect-tunnel-proxy.js';
import { TunnelStream } from './connect-tunnel-stream.js';

const longestMessage = 4 * 1024 * 1024;
const longestAnswer = 64 * 1024;

/** Opens the websocket, straight or through a proxy. */
export function openWebSocket(
  url: URL,
  target: TunnelTarget,
  proxy: URL | undefined,
  signal: AbortSignal,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, {
      perMessageDeflate: false,
      maxPayload: longestMessage,
      ...(proxy === undefined ? {} : { createConnection: throughProxy(proxy, url, signal) }),
    });
    const onAbort = () => {
      reject(signal.reason);
      socket.terminate();
    };
    signal.addEventListener('abort', onAbort, { once: true });
    socket.on('error', (error) => reject(explainFailure(error, target)));
    socket.once('unexpected-response', (request, response) => {
      readAnswer(response)
        .then((refusal) => reject(explainRefusal(refusal, target)))
        .catch((error: unknown) => reject(explainFailure(error, target)))
        .finally(() => request.destroy());
    });
    socket.once('open', () => {
      signal.removeEventListener('abort', onAbort);
      resolve(new TunnelStream(socket, target));
    });
  });
}

type CreateConnection = (
  options: unknown,
  oncreate: (error: Error | null, socket: Duplex) => void,
) => undefined;

function throughProxy(proxy: URL, url: URL, signal: AbortSignal): CreateConnection {
  return (_, oncreate) => {
    connectThroughProxy(proxy, url, signal).then(
      (socket) => oncreate(null, socket),
      // The socket is of no interest beside an error, whatever the types say.
      (error: Error) => (oncreate as (error: Error) => void)(error),
    );
    return undefined;
  };
}

async function readAnswer(response: IncomingMessage): Promise<Refusal> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > longestAnswer) break;
  }
  return {
    status: response.statusCode ?? 0,
    body: Buffer.concat(chunks).toString('utf8'),
    requestId: [response.headers['x-amzn-requestid']].flat()[0],
  };
}
