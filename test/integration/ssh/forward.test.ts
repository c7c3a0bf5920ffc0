import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import { openDynamicForward } from '../../../src/lib/ssh/dynamic-forward.js';
import type { OpenForward } from '../../../src/lib/ssh/forward-listener.js';
import { openLocalForward } from '../../../src/lib/ssh/local-forward.js';
import type { SshSession } from '../../../src/lib/ssh/ssh.js';
import { pipeStdio } from '../../../src/lib/ssh/stdio-forward.js';
import { freePort, listenOnFreePort } from '../../lab/ports.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { loginToHost, never, openSession } from './login.js';

let host: SshHost;
let session: SshSession;

beforeAll(async () => {
  host = await startSshHost();
  session = await connectSsh(loginToHost(host).login, never);
});

afterAll(async () => {
  session.close();
  await host.stop();
});

/** A server that the host can reach. */
async function service(serve: (socket: Socket) => void): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    socket.on('error', () => {});
    serve(socket);
  });
  onTestFinished(() => void server.close());
  return { server, port: await listenOnFreePort(server) };
}

async function openTo(port: number, through = session) {
  const problems: string[] = [];
  const forward = await openLocalForward(
    { bind: undefined, port: 0, target: { host: '127.0.0.1', port } },
    { forward: through.forward, report: (problem) => void problems.push(problem) },
  );
  onTestFinished(() => forward.close());
  return { forward, problems };
}

function dial({ listening: [first] }: OpenForward): Socket {
  if (first === undefined) throw new Error('Nothing listens.');
  const socket = connect({ ...first, allowHalfOpen: true });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** Everything up to the end, after which the stream is still open. */
function allOf(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    socket.once('end', () => resolve(Buffer.concat(chunks)));
  });
}

/** Whether a connection broke off, and didn't just end. */
function isReset(socket: Socket): Promise<boolean> {
  return new Promise((resolve) => {
    socket.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNRESET'));
    socket.resume().once('end', () => resolve(false));
  });
}

const echo = (socket: Socket) => void socket.pipe(socket);

describe('a local forward through sshd', () => {
  test('passes much through, on many connections at once', async () => {
    const { port } = await service(echo);
    const { forward } = await openTo(port);
    const sent = Array.from({ length: 5 }, () => randomBytes(3_000_000));
    const got = await Promise.all(
      sent.map((bytes) => {
        const socket = dial(forward);
        socket.end(bytes);
        return buffer(socket);
      }),
    );
    expect(got.map((bytes, index) => sent[index]?.equals(bytes))).toEqual(sent.map(() => true));
  });

  test('closes one direction and keeps the other', async () => {
    const { port } = await service((socket) => {
      void allOf(socket).then((said) => socket.end(`you said ${said}`));
    });
    const socket = dial((await openTo(port)).forward);
    socket.end('bye');
    expect(String(await allOf(socket))).toBe('you said bye');
  });

  test('loses nothing of an answer that comes while the client still sends', async () => {
    const answer = randomBytes(3_000_000);
    const { port } = await service((socket) => {
      socket.once('data', () => socket.end(answer, () => setTimeout(() => socket.destroy(), 100)));
    });
    const socket = dial((await openTo(port)).forward);
    const sending = setInterval(() => socket.write(Buffer.alloc(1_000)), 5);
    onTestFinished(() => clearInterval(sending));
    expect((await allOf(socket)).equals(answer)).toBe(true);
  });

  test('holds a sender back that nobody reads from', async () => {
    const { port } = await service((socket) => void socket.pause());
    const socket = dial((await openTo(port)).forward);
    const chunk = Buffer.alloc(1024 * 1024);
    let sent = 0;
    const send = () => {
      while (sent < 200 && socket.write(chunk)) sent += 1;
    };
    socket.on('drain', send);
    socket.once('connect', send);
    await vi.waitFor(() => expect(sent).toBeGreaterThan(0));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(sent).toBeLessThan(100);
  });

  test("says what the host can't reach, and goes on", async () => {
    const port = await freePort();
    const { forward, problems } = await openTo(port);
    expect(await isReset(dial(forward))).toBe(true);
    expect(problems).toEqual([
      expect.stringMatching(new RegExp(`can't reach 127\\.0\\.0\\.1:${port}: Connection refused\\.$`)),
    ]);
    const server = createServer(echo);
    onTestFinished(() => void server.close());
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const again = dial(forward);
    again.end('x');
    expect(String(await allOf(again))).toBe('x');
  });

  test('ends its connections when that to the host is lost', async () => {
    const { port } = await service(echo);
    const lost = await openSession(loginToHost(host));
    const { forward, problems } = await openTo(port, lost.session);
    const socket = dial(forward);
    socket.write('x');
    await once(socket, 'data');
    const ended = once(socket, 'close');
    socket.once('end', () => socket.end());
    lost.socket.destroy();
    await ended;
    expect(await isReset(dial(forward))).toBe(true);
    expect(problems).toEqual([expect.stringMatching(/^The connection to kafka .* was lost/)]);
  });
});

describe('a SOCKS proxy through sshd', () => {
  const curl = (args: readonly string[]) =>
    new Promise<string>((resolve, reject) => {
      execFile('curl', ['-sS', '--max-time', '20', ...args], (error, stdout) =>
        error === null ? resolve(stdout) : reject(error),
      );
    });

  test.each(['socks5', 'socks5h', 'socks4', 'socks4a'])('serves curl with %s', async (scheme) => {
    const answer = randomBytes(200_000).toString('base64');
    const server = createHttpServer((_request, response) => void response.end(answer));
    const port = await listenOnFreePort(server);
    onTestFinished(() => void server.close());
    const proxy = await openDynamicForward(
      { bind: undefined, port: 0 },
      { forward: session.forward, report: () => {} },
    );
    onTestFinished(() => proxy.close());
    const name = scheme.endsWith('h') || scheme.endsWith('a') ? 'localhost' : '127.0.0.1';
    const proxyUrl = `${scheme}://127.0.0.1:${proxy.listening[0]?.port}`;
    expect(await curl(['--proxy', proxyUrl, '--noproxy', '', `http://${name}:${port}/`])).toBe(answer);
  });
});

describe('standard input and output through sshd', () => {
  test('carry much, both ways, until the far side closes', async () => {
    const { port } = await service(echo);
    const remote = await session.forward('127.0.0.1', port);
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const bytes = randomBytes(5_000_000);
    const got = buffer(stdout);
    stdin.end(bytes);
    await pipeStdio(remote, { stdin, stdout }, never);
    stdout.end();
    expect((await got).equals(bytes)).toBe(true);
  });

  test('lose nothing of what the far side said before it closed', async () => {
    const bytes = randomBytes(3_000_000);
    const { port } = await service(
      (socket) => void socket.end(bytes, () => setTimeout(() => socket.destroy(), 50)),
    );
    const remote = await session.forward('127.0.0.1', port);
    const [stdin, stdout] = [new PassThrough(), new PassThrough()];
    const sending = setInterval(() => stdin.write('more'), 5);
    onTestFinished(() => clearInterval(sending));
    const got = buffer(stdout);
    await pipeStdio(remote, { stdin, stdout }, never);
    stdout.end();
    expect((await got).equals(bytes)).toBe(true);
  });
});
