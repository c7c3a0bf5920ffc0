import net, { type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Auth } from '../../../../src/lib/kafka/auth.js';
import { KafkaConnectionError } from '../../../../src/lib/kafka/errors.js';
import { directRoute, type Route } from '../../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../../src/lib/kafka/session.js';
import { listenOnFreePort } from '../../../lab/ports.js';
import { mskCertificate, mskKey } from './msk-certificate.js';

const closesAtFirstRequest = (socket: Socket) => {
  socket.on('error', () => {}).once('data', () => socket.destroy());
};
const tlsListener = () => tls.createServer({ cert: mskCertificate, key: mskKey }, closesAtFirstRequest);

/** ApiVersions is answered, as long as nobody speaks TLS. */
const plaintextListener = () =>
  net.createServer((socket) => {
    socket
      .on('error', () => {})
      .once('data', (bytes: Buffer) => {
        if (bytes[0] === 0x16) return socket.destroy();
        const answer = Buffer.from([0, 0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        bytes.copy(answer, 4, 8, 12);
        return socket.end(answer);
      });
  });

/** What the failure of a session says that dials this address, where in truth this server listens. */
async function failureAt(server: Server, host: string, port: number, auth: Auth) {
  const realPort = await listenOnFreePort(server);
  onTestFinished(async () => {
    await new Promise((resolve) => server.close(resolve));
  });
  const route: Route = {
    label: undefined,
    open: (_, onConnect) => directRoute.open({ host: '127.0.0.1', port: realPort }, onConnect),
  };
  const session = new KafkaSession({
    bootstrap: [{ host, port }],
    ...{ auth, route, trace: () => {}, diagnosis: 'exops doctor -e dev' },
  });
  onTestFinished(() => session.close());
  const error = await session.metadata([]).catch((one: unknown) => one);
  expect(error).toBeInstanceOf(KafkaConnectionError);
  return error instanceof KafkaConnectionError ? { message: error.message, hint: error.hint } : undefined;
}

const iam: Auth = { mechanism: 'iam', tls: { ca: mskCertificate }, token: async () => 'a token' };

describe('the wrong port of MSK', () => {
  test('without a login, where TLS is spoken with a certificate of MSK', async () => {
    expect(await failureAt(tlsListener(), 'b-1.example', 9092, { mechanism: 'none' })).toEqual({
      message: `Can't speak Kafka with b-1.example:9092: it accepted the connection and closed it after our first request.`,
      hint: `The port speaks TLS (certificate for *.kafka.ap-northeast-2.amazonaws.com, MSK): IAM is on 9098, TLS on 9094.
Try: --brokers b-1.example:9098 --auth iam        More: exops doctor -e dev`,
    });
  });

  test('with IAM, where plaintext is spoken', async () => {
    expect(await failureAt(plaintextListener(), '10.0.0.1', 9092, iam)).toEqual({
      message: `Can't speak Kafka with 10.0.0.1:9092: it accepted the connection and closed it in the TLS handshake.`,
      hint: `The port speaks Kafka without TLS: 9092 is MSK's port for plaintext; IAM is on 9098 (public 9198).
Try: --brokers 10.0.0.1:9098 --auth iam        More: exops doctor -e dev`,
    });
  });

  test('with TLS alone, where a login is wanted', async () => {
    const auth: Auth = { mechanism: 'tls', tls: { ca: mskCertificate } };
    const failure = await failureAt(tlsListener(), 'b-1.kafka.ap-northeast-2.amazonaws.com', 9098, auth);
    expect(failure?.hint).toContain("9098 is MSK's port for IAM; TLS is on 9094 (public 9194).\n");
  });

  test('other clusters are not taken for MSK', async () => {
    const auth: Auth = { mechanism: 'tls', tls: { ca: mskCertificate } };
    const failure = await failureAt(plaintextListener(), 'kafka.example', 9092, auth);
    expect(failure?.hint).toMatch(/^The port speaks Kafka without TLS\.\nTry: --auth none/);
  });
});

test('a token that can not be had ends the wait for a connection', async () => {
  let ended = 0;
  const route: Route = {
    label: undefined,
    open: () => {
      const silent = new net.Socket();
      silent.once('close', () => ended++);
      return silent;
    },
  };
  const token = async () => {
    throw new KafkaConnectionError('no credentials');
  };
  const session = new KafkaSession({
    bootstrap: [{ host: 'black-hole', port: 9098 }],
    ...{ auth: { mechanism: 'iam', tls: {}, token }, route, trace: () => {} },
  });
  await expect(session.metadata([])).rejects.toThrow('no credentials');
  expect(session).toBeDefined();
  await new Promise((resolve) => setImmediate(resolve));
  expect(ended).toBe(1);
});
