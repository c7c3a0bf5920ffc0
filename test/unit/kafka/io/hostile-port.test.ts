import net, { type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { dialAll } from '../../../../src/lib/doctor/kafka/dial.js';
import { KafkaConnectionError } from '../../../../src/lib/kafka/errors.js';
import { probeProtocol } from '../../../../src/lib/kafka/probe-login.js';
import { apiVersionsFrame, probePlaintext } from '../../../../src/lib/kafka/probe-port.js';
import { directRoute } from '../../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../../src/lib/kafka/session.js';
import { listenOnFreePort } from '../../../lab/ports.js';

const forever = 600_000;

async function listener(onSocket: (socket: Socket) => void) {
  const server = net.createServer((socket) => onSocket(socket.on('error', () => {})));
  const port = await listenOnFreePort(server);
  onTestFinished(async () => {
    await new Promise((resolve) => server.close(resolve));
  });
  return { route: directRoute, address: { host: '127.0.0.1', port }, timeoutMs: forever };
}

test.each([-1, 65_536, 70_000])('%d, which is no port, is an address that is not reached', async (port) => {
  const address = { host: '127.0.0.1', port };
  const dialled = await dialAll(directRoute, [address], forever, new AbortController().signal);
  expect(dialled).toEqual([{ address, dialled: { kind: 'failed', why: expect.stringContaining('Port') } }]);
  expect(await probePlaintext(directRoute, address, forever)).toEqual({ speaks: 'nothing' });
  const session = new KafkaSession({
    ...{ bootstrap: [address], auth: { mechanism: 'none' }, route: directRoute, trace: () => {} },
  });
  onTestFinished(() => session.close());
  await expect(session.metadata([])).rejects.toThrow(KafkaConnectionError);
});

test('an answer that comes byte by byte is recognised', async () => {
  const asked = await listener((socket) => {
    socket.setNoDelay(true).once('data', async () => {
      for (const byte of Buffer.concat([Buffer.from([0, 0, 0, 6]), apiVersionsFrame.subarray(8, 12)])) {
        await new Promise((resolve) => socket.write(Buffer.from([byte]), resolve));
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    });
  });
  expect(await probePlaintext(asked.route, asked.address, asked.timeoutMs)).toEqual({ speaks: 'kafka' });
});

test('an alert of TLS is recognised, though it is short and the connection stays open', async () => {
  const asked = await listener((socket) => {
    socket.once('data', () => socket.write(Buffer.from([0x15, 3, 3, 0, 2, 2, 0x46])));
  });
  expect(await probePlaintext(asked.route, asked.address, asked.timeoutMs)).toEqual({
    speaks: 'tls',
    names: [],
  });
});

test('an answer without end is not listened to any longer', async () => {
  const asked = await listener((socket) => {
    const flood = () => {
      while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024)));
    };
    socket.once('data', () => {
      socket.write(Buffer.concat([Buffer.from([0x7f, 0xff, 0xff, 0xff]), apiVersionsFrame.subarray(8, 12)]));
      flood();
    });
    socket.on('drain', flood);
  });
  expect(await probeProtocol(asked, undefined, 'PLAIN')).toEqual({ speaks: 'something else' });
});
