import { once } from 'node:events';
import net, { type Server } from 'node:net';
import { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ExopsError } from '../../../src/lib/errors.js';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import { SshConnectionLostError } from '../../../src/lib/ssh/errors.js';
import { listenOnFreePort } from '../../lab/ports.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { isClosed, loginToHost, never, openSession } from './login.js';

let host: SshHost;
let echo: Server;
let echoPort: number;

beforeEach(async () => {
  host = await startSshHost();
  echo = net.createServer((socket) => socket.on('error', () => undefined).pipe(socket));
  echoPort = await listenOnFreePort(echo);
});

afterEach(async () => {
  await host.stop();
  echo.close();
});

const lost = { message: expect.stringMatching(/^The connection to kafka .* was lost: /) };

describe('when the connection is lost', () => {
  test.each([
    ['here', false],
    ['there', true],
  ])('%s, everything over it ends with an error', async (_, isKilled) => {
    const { session, socket } = await openSession(loginToHost(host));
    const [command, shell, forwarded, upload] = await Promise.all([
      session.exec('cat'),
      session.shell({ term: 'xterm', columns: 80, rows: 24 }),
      session.forward('127.0.0.1', echoPort),
      session.exec('sleep 1000'),
    ]);
    const errors: unknown[] = [];
    forwarded.on('error', (error) => errors.push(error));
    command.stdio.write('something');
    await once(command.stdio, 'data');
    const uploading = pipeline(async function* () {
      for (;;) yield Buffer.alloc(100_000);
    }, upload.stdio);
    const ended = Promise.allSettled([command.exit, shell.exit, upload.exit, uploading]);

    if (isKilled) await host.kill();
    else socket.resetAndDestroy();

    const error = await session.lost;
    expect(error).toBeInstanceOf(SshConnectionLostError);
    expect(error).toMatchObject(lost);
    for (const one of await ended) {
      expect(one).toMatchObject({ status: 'rejected', reason: lost });
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(SshConnectionLostError);
    }
    expect(await isClosed(forwarded)).toBe(true);
    expect(errors).toMatchObject([lost]);
  });

  test('what is asked for then fails, now and later', async () => {
    const { session, socket } = await openSession(loginToHost(host));
    const asked = () => [
      session.exec('true'),
      session.exec('true', { pty: { term: 'xterm', columns: 80, rows: 24 } }),
      session.shell({ term: 'xterm', columns: 80, rows: 24 }),
      session.forward('127.0.0.1', echoPort),
    ];
    const meanwhile = Promise.allSettled(asked());
    socket.destroy();
    const atOnce = Promise.allSettled(asked());
    await session.lost;
    const later = Promise.allSettled(asked());
    for (const one of [...(await meanwhile), ...(await atOnce), ...(await later)]) {
      expect(one).toMatchObject({ status: 'rejected', reason: lost });
    }
  });

  test('while a channel is being opened, none is left waiting', async () => {
    const { session, socket } = await openSession(loginToHost(host));
    await host.pause();
    const asked = Promise.allSettled([session.exec('true'), session.forward('127.0.0.1', echoPort)]);
    await new Promise(setImmediate);
    socket.destroy();
    for (const one of await asked) expect(one).toMatchObject({ status: 'rejected', reason: lost });
    await host.resume();
  });

  test('by silence, it is noticed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const { session, socket } = await openSession(loginToHost(host));
      const { exit } = await session.exec('cat');
      await host.pause();
      vi.advanceTimersByTime(59_000);
      expect(socket.destroyed).toBe(false);
      vi.advanceTimersByTime(1_000);
      expect(await session.lost).toMatchObject({
        message: expect.stringContaining('was lost: it stopped answering.'),
      });
      await expect(exit).rejects.toBeInstanceOf(SshConnectionLostError);
    } finally {
      vi.useRealTimers();
      await host.resume();
    }
  });

  test('with words of our own, they are kept', async () => {
    const { session, socket } = await openSession(loginToHost(host));
    socket.destroy(new ExopsError('The tunnel may last for an hour only.', { hint: 'Run it again.' }));
    expect(await session.lost).toMatchObject({
      message: expect.stringMatching(/was lost\. The tunnel may last for an hour only\.$/),
      hint: 'Run it again.',
    });
  });

  test('nobody has to listen', async () => {
    const { session, socket } = await openSession(loginToHost(host));
    await session.exec('cat');
    await session.forward('127.0.0.1', echoPort);
    socket.destroy(new Error('cut'));
    await isClosed(socket);
  });
});

describe('when the session is closed', () => {
  test('that is no loss, and what runs over it ends', async () => {
    const { session, socket } = await openSession(loginToHost(host));
    const { exit } = await session.exec('cat');
    const forwarded = await session.forward('127.0.0.1', echoPort);
    session.close();
    session.close();
    expect(await session.lost).toBeUndefined();
    expect(await isClosed(socket)).toBe(true);
    expect(await isClosed(forwarded)).toBe(true);
    await expect(exit).rejects.toThrow(/^The connection to kafka .* is closed\.$/);
    await expect(session.exec('true')).rejects.toThrow(/is closed/);
  });

  test("it doesn't wait for a network that takes nothing more", async () => {
    const { dial, freeze } = freezableDial(host.port);
    const session = await connectSsh(loginToHost(host, { dial }).login, never);
    freeze();
    session.close();
    expect(await session.lost).toBeUndefined();
  });

  test("it doesn't wait for a host that hangs", async () => {
    const { session, socket } = await openSession(loginToHost(host));
    await host.pause();
    session.close();
    expect(await session.lost).toBeUndefined();
    expect(await isClosed(socket)).toBe(true);
    await host.resume();
  });
});

/** Dials a port, over a stream whose writes never end once it is frozen. */
function freezableDial(port: number): { dial: () => Promise<Duplex>; freeze: () => void } {
  let isFrozen = false;
  const dial = async () => {
    const socket = net.connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const stream = new Duplex({
      read: () => socket.resume(),
      write(chunk: Buffer, _, done) {
        if (!isFrozen) socket.write(chunk, done);
      },
      destroy(error, done) {
        socket.destroy();
        done(error);
      },
    });
    socket.on('data', (chunk) => stream.push(chunk));
    socket.on('error', () => undefined);
    return stream;
  };
  return {
    dial,
    freeze() {
      isFrozen = true;
    },
  };
}
