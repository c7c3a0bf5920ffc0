import { describe, expect, test } from 'vitest';
import { dialDirect } from '../../../src/lib/hosts/route/dial-direct.js';
import { silentPort } from '../../lab/faulty-listeners.js';
import { freePort } from '../../lab/ports.js';
import {
  endOf,
  greeting,
  greetingServer,
  never,
  readBytes,
  target,
  thereAndBack,
  told,
  until,
} from './route-streams.js';

/** An address of RFC 5737 that nobody has: packets to it are lost, or refused on the way. */
const nowhere = '192.0.2.1';

describe('a direct connection', () => {
  test('carries bytes both ways, and ends when the other side ends', async () => {
    const server = await greetingServer();
    const stream = await dialDirect(['127.0.0.1'], { ...target, port: server.port }, never());
    expect(String(await readBytes(stream, greeting.length))).toBe(greeting);
    const { sent, received } = await thereAndBack(stream, 5 * 1024 * 1024);
    expect(received).toBe(sent);
    server.end('orderly');
    expect(await endOf(stream)).toBe('end');
  });

  test('is made to the second address when the first one refuses', async () => {
    const server = await greetingServer();
    const stream = await dialDirect(['127.0.0.2', '127.0.0.1'], { ...target, port: server.port }, never());
    expect(String(await readBytes(stream, greeting.length))).toBe(greeting);
    stream.destroy();
    await until(() => server.open() === 0);
  });

  test('to a port where nothing listens says so of the first address', async () => {
    const port = await freePort();
    await expect(dialDirect(['127.0.0.1', '127.0.0.2'], { ...target, port }, never())).rejects.toThrow(
      `Can't reach SSH on ${target.name} at 127.0.0.1:${port}: nothing listens there (connection refused).`,
    );
  });

  test('to an address that doesn’t answer ends in time', async () => {
    const dialled = dialDirect([nowhere], { ...target, timeoutMs: 100 }, never());
    await expect(dialled).rejects.toThrow(`Can't reach SSH on ${target.name} at ${nowhere}:22: `);
  });

  test('to a name that doesn’t resolve says so', async () => {
    const dialled = dialDirect(['kafka.exops-lab.invalid'], target, never());
    await expect(dialled).rejects.toThrow(/kafka\.exops-lab\.invalid:22: the name doesn't resolve here/);
  });

  test('is given up when the signal is aborted', async () => {
    const stop = new AbortController();
    const dialled = dialDirect([nowhere, nowhere], target, stop.signal);
    stop.abort(told);
    await expect(dialled).rejects.toBe(told);
    await expect(dialDirect(['127.0.0.1'], target, stop.signal)).rejects.toBe(told);
  });

  test('that was given up is not made after all', async () => {
    const server = await greetingServer();
    const stop = new AbortController();
    const dialled = dialDirect(['127.0.0.1'], { ...target, port: server.port }, stop.signal);
    stop.abort(told);
    await expect(dialled).rejects.toBe(told);
    const later = await dialDirect(['127.0.0.1'], { ...target, port: server.port }, never());
    await until(() => server.open() === 1);
    later.destroy();
    await until(() => server.open() === 0);
  });

  test('that is open outlives its time and the signal', async () => {
    const silent = await silentPort();
    const stop = new AbortController();
    const where = { ...target, port: silent.port, timeoutMs: 1_000 };
    const stream = await dialDirect(['127.0.0.1'], where, stop.signal);
    stop.abort(told);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect(stream.destroyed).toBe(false);
    await silent.stop();
    await endOf(stream);
  });
});
