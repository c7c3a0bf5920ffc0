import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import { SshForwardError } from '../../../src/lib/ssh/errors.js';
import type { SshSession } from '../../../src/lib/ssh/ssh.js';
import { freePort, listenOnFreePort } from '../../lab/ports.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { isClosed, loginTo, loginToHost, never, openSession } from './login.js';
import { scriptedServer } from './scripted-server.js';

let host: SshHost;
let session: SshSession;
let echo: Server;
let echoPort: number;

beforeAll(async () => {
  host = await startSshHost();
  session = await connectSsh(loginToHost(host).login, never);
  echo = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined);
    socket.pipe(socket);
  });
  echoPort = await listenOnFreePort(echo);
});

afterAll(async () => {
  session.close();
  await host.stop();
  echo.close();
});

describe('a forwarded connection', () => {
  test('carries 5 MB both ways and is half closed by its end', async () => {
    const bytes = randomBytes(5 * 1024 * 1024);
    const stream = await session.forward('127.0.0.1', echoPort);
    stream.end(bytes);
    expect((await buffer(stream)).equals(bytes)).toBe(true);
    expect(await isClosed(stream)).toBe(true);
  });

  test("is resolved by the host's names", async () => {
    const stream = await session
      .forward('localhost', echoPort)
      .catch(() => session.forward('127.0.0.1', echoPort));
    stream.end('hello');
    expect(await text(stream)).toBe('hello');
  });

  test('ends when the far side ends it, and takes no more then', async () => {
    const farewell = createServer((socket) => socket.on('error', () => undefined).end('bye'));
    const port = await listenOnFreePort(farewell);
    onTestFinished(() => {
      farewell.close();
    });
    const stream = await session.forward('127.0.0.1', port);
    expect(await text(stream)).toBe('bye');
    stream.end(Buffer.alloc(1_000_000));
    expect(await isClosed(stream)).toBe(true);
  });

  test('ends at once when it is given up', async () => {
    const closed = new Promise((resolve) =>
      echo.once('connection', (socket) => socket.once('close', resolve)),
    );
    const stream = await session.forward('127.0.0.1', echoPort);
    stream.destroy();
    expect(await isClosed(stream)).toBe(true);
    await closed;
  });
});

describe('no connection is forwarded', () => {
  test('to a closed port', async () => {
    const port = await freePort();
    const error = await session.forward('127.0.0.1', port).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SshForwardError);
    expect(error).toMatchObject({
      reason: 'refused',
      message: expect.stringMatching(
        new RegExp(`^kafka .* can't reach 127\\.0\\.0\\.1:${port}: Connection refused\\.$`),
      ),
    });
  });

  test("to a name that doesn't exist", async () => {
    await expect(session.forward('no-such-host.invalid', 9092)).rejects.toMatchObject({ reason: 'refused' });
  });

  test('by a host that forwards nothing', async () => {
    const strict = await startSshHost({ allowTcpForwarding: false });
    onTestFinished(strict.stop);
    const other = await openSession(loginToHost(strict));
    await expect(other.session.forward('::1', echoPort)).rejects.toMatchObject({
      reason: 'prohibited',
      message: expect.stringContaining(`doesn't forward to [::1]:${echoPort}: `),
      hint: expect.stringContaining('AllowTcpForwarding'),
    });
  });

  test('by a host that knows no such thing', async () => {
    const other = await openSession(loginTo(await scriptedServer({})));
    const error = await other.session.forward('127.0.0.1', echoPort).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SshForwardError);
  });
});
