import { connect } from 'node:net';

export interface SeenCluster {
  readonly clusterId: string;
  readonly brokerIds: readonly number[];
}

const metadata = { apiKey: 3, version: 4 };
const timeoutMs = 5_000;

/** Asks the broker behind a plaintext port which cluster it belongs to. Speaks the protocol by itself. */
export function probeMetadata(port: number): Promise<SeenCluster> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let received = Buffer.alloc(0);
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`No answer from port ${port} in ${timeoutMs} ms.`)));
    socket.once('error', fail);
    socket.once('close', () => fail(new Error(`Port ${port} closed the connection.`)));
    socket.once('connect', () => socket.write(metadataRequest()));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) return;
      resolve(parseMetadata(received));
      socket.destroy();
    });
  });
}

/** Resolves when something accepts connections on the port. */
export function probeTcp(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
  });
}

function metadataRequest(): Buffer {
  const frame = Buffer.alloc(19);
  frame.writeInt32BE(frame.length - 4, 0);
  frame.writeInt16BE(metadata.apiKey, 4);
  frame.writeInt16BE(metadata.version, 6);
  frame.writeInt32BE(1, 8);
  frame.writeInt16BE(-1, 12);
  // The rest stays zero: no topics, and none to be created.
  return frame;
}

function parseMetadata(frame: Buffer): SeenCluster {
  // Size, correlation id and throttle time come first.
  let at = 12;
  const int32 = (): number => {
    at += 4;
    return frame.readInt32BE(at - 4);
  };
  const text = (): string => {
    const length = Math.max(frame.readInt16BE(at), 0);
    at += 2 + length;
    return frame.toString('utf8', at - length, at);
  };
  const brokerIds = Array.from({ length: int32() }, () => {
    const id = int32();
    text();
    int32();
    text();
    return id;
  });
  return { clusterId: text(), brokerIds };
}
