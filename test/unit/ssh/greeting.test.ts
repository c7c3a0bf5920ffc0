import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { describeAnswer, keepBeginning, serverVersion } from '../../../src/lib/ssh/greeting.js';

test.each([
  ['SSH-2.0-OpenSSH_9.6 Ubuntu\r\n', 'SSH-2.0-OpenSSH_9.6 Ubuntu'],
  ['Welcome!\r\nSSH-2.0-dropbear\n', 'SSH-2.0-dropbear'],
  ['SSH-2.0-\u001b[31m\r\n', 'SSH-2.0-\\x1b[31m'],
  ['SSH-2.0-OpenSS', undefined],
  ['not SSH-2.0-x\r\n', undefined],
  ['', undefined],
])('the version in %j is %j', (text, version) => {
  expect(serverVersion(Buffer.from(text))).toBe(version);
});

test.each([
  ['', undefined],
  ['220 mail ESMTP\r\nmore', 'it said: 220 mail ESMTP'],
  ['\u001b[2J', 'it said: \\x1b[2J'],
  ['x'.repeat(500), `it said: ${'x'.repeat(100)}`],
  ['HTTP/1.1 400 Bad Request\r\n', 'it speaks HTTP: HTTP/1.1 400 Bad Request'],
  ['\u0015\u0003\u0001', 'it speaks TLS'],
])('the answer %j is described as %j', (text, description) => {
  expect(describeAnswer(Buffer.from(text))).toBe(description);
});

/** What becomes of the parts when they are sent one after the other. */
async function listenTo(parts: readonly (string | Buffer)[]) {
  const stream = new PassThrough();
  const told: string[] = [];
  const heard = keepBeginning(stream, {
    onVersion: (version) => told.push(version),
    onStranger: () => told.push('stranger'),
  });
  for (const part of parts) stream.write(part);
  await new Promise(setImmediate);
  return { heard: heard(), told, listeners: stream.listenerCount('data') };
}

test('the beginning is kept until the version has come, which is told once', async () => {
  const { heard, told, listeners } = await listenTo(['Hel', 'lo\r\nSSH-2', '.0-x\r\n', 'more\r\n']);
  expect(heard.toString()).toBe('Hello\r\nSSH-2.0-x\r\n');
  expect(told).toEqual(['SSH-2.0-x']);
  expect(listeners).toBe(0);
});

test('another protocol is told as soon as it shows', async () => {
  expect(await listenTo(['HT', 'TP', '/1.1 400', ' Bad Request'])).toMatchObject({
    told: ['stranger'],
    listeners: 0,
  });
  expect(await listenTo(['\u0015', '\u0003'])).toMatchObject({ told: ['stranger'] });
  expect(await listenTo(['\u0015'])).toMatchObject({ told: [], listeners: 1 });
});

test('of a server that goes on talking little is kept', async () => {
  const { heard, told, listeners } = await listenTo(
    Array.from({ length: 10 }, () => Buffer.alloc(1_000, 97)),
  );
  expect(heard).toHaveLength(1_024);
  expect(told).toEqual([]);
  expect(listeners).toBe(0);
});
