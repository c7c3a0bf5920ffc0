import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Address } from '../../../../src/lib/kafka/address.js';
import { createTopics } from '../../../../src/lib/kafka/requests/create-topics.js';
import { metadata } from '../../../../src/lib/kafka/requests/metadata.js';
import { directRoute } from '../../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../../src/lib/kafka/session.js';
import { Writer } from '../../../../src/lib/kafka/wire/writer.js';
import { listenOnFreePort } from '../../../lab/ports.js';

/** A response's body; bytes to send as they are; or no answer, with or without the end of the connection. */
export type Reaction = { body: Buffer } | { raw: Buffer } | 'close' | 'silence';

const apiVersionsKey = 18;
const served = { [metadata.key]: 5, [createTopics.key]: 2 };

/** Answers ApiVersions; `reactions` says what comes after each Metadata and CreateTopics, the last one for ever. */
export async function scriptedBroker(reactions: readonly ((self: Address) => Reaction)[]) {
  /** By connection: the names of what was asked on it, without ApiVersions. */
  const connections: string[][] = [];
  const sockets = new Set<Socket>();
  let next = 0;
  const react = (socket: Socket, asked: string[], frame: Buffer) => {
    const key = frame.readInt16BE(0);
    const correlationId = frame.readInt32BE(4);
    if (key === apiVersionsKey) return socket.write(framed(correlationId, versions()));
    asked.push(key === metadata.key ? metadata.name : createTopics.name);
    const reaction = reactions[Math.min(next++, reactions.length - 1)]?.(self) ?? 'silence';
    if (reaction === 'close') return socket.destroy();
    if (reaction === 'silence') return;
    return socket.write('raw' in reaction ? reaction.raw : framed(correlationId, reaction.body));
  };
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const asked: string[] = [];
    connections.push(asked);
    let pending = Buffer.alloc(0);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
    socket.on('data', (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
        const end = 4 + pending.readInt32BE(0);
        react(socket, asked, pending.subarray(4, end));
        pending = pending.subarray(end);
      }
    });
  });
  const self = { host: '127.0.0.1', port: await listenOnFreePort(server) };
  const session = new KafkaSession({
    bootstrap: [self],
    auth: { mechanism: 'none' },
    route: directRoute,
    trace: () => {},
    connectTimeoutMs: 300,
    requestTimeoutMs: 100,
  });
  const endConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(async () => {
    session.close();
    endConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  /** How many connections there are now. */
  const open = () => sockets.size;
  return { session, connections, open, endConnections };
}

function framed(correlationId: number, body: Buffer): Buffer {
  const header = new Writer(false).int32(4 + body.length).int32(correlationId).bytes;
  return Buffer.concat([header, body]);
}

function versions(): Buffer {
  const ranges = Object.entries(served);
  return new Writer(false)
    .int16(0)
    .array(ranges, (out, [key, version]) => out.int16(Number(key)).int16(version).int16(version)).bytes;
}

/** Metadata of a cluster with this one broker. */
export const showsCluster =
  (clusterId: string) =>
  ({ host, port }: Address): Reaction => ({
    body: new Writer(false)
      .int32(0)
      .array([{ host, port }], (out, one) =>
        out.int32(1).string(one.host).int32(one.port).nullableString(null),
      )
      .nullableString(clusterId)
      .int32(1)
      .array([], () => {}).bytes,
  });

/** CreateTopics of `orders` went well. */
export const created = (): Reaction => ({
  body: new Writer(false)
    .int32(0)
    .array(['orders'], (out, name) => out.string(name).int16(0).nullableString(null)).bytes,
});

export const closes = (): Reaction => 'close';
export const isSilent = (): Reaction => 'silence';

/** The beginning of a frame that is said to have this length. */
export const announces = (length: number) => (): Reaction => ({
  raw: new Writer(false).int32(length).int32(0).bytes,
});

/** The creation of `orders`. */
export const creation = {
  topics: [{ name: 'orders', partitions: 1, replicationFactor: 1, configs: {} }],
  timeoutMs: 5,
  validateOnly: false,
};
