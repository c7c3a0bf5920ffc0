import { createPublicKey, verify } from 'node:crypto';
import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { answerAgent, newSigningKey } from '../../../src/lib/ssh/answer-agent.js';
import { readSshStrings, sshString } from '../../../src/lib/ssh/wire-string.js';

const flags = Buffer.alloc(4);

/** Both ends of a connection to an agent: what is written is answered. */
function connected() {
  const key = newSigningKey();
  const asked = new PassThrough();
  const answers: Buffer[] = [];
  const client = Object.assign(asked, {
    write: (chunk: Buffer) => {
      answers.push(chunk);
      return true;
    },
  });
  answerAgent(client, key);
  const blob = Buffer.from(key.publicKey.split(' ')[1] ?? '', 'base64');
  return { key, blob, answers, send: (bytes: Buffer) => client.emit('data', bytes), client };
}

describe('answerAgent', () => {
  test('lists the one key', () => {
    const { blob, answers, send } = connected();
    send(sshString(Buffer.from([11])));
    const [body] = readSshStrings(Buffer.concat(answers)) ?? [];
    expect(body?.subarray(0, 5)).toEqual(Buffer.from([12, 0, 0, 0, 1]));
    expect(readSshStrings(body?.subarray(5) ?? Buffer.alloc(0))?.[0]).toEqual(blob);
  });

  test('signs what the key is asked for, in whatever pieces the request comes', () => {
    const { blob, answers, send } = connected();
    const data = Buffer.from('session and request');
    const request = sshString(Buffer.concat([Buffer.from([13]), sshString(blob), sshString(data), flags]));
    for (const byte of request) send(Buffer.from([byte]));
    const [body] = readSshStrings(Buffer.concat(answers)) ?? [];
    expect(body?.[0]).toBe(14);
    const [signed] = readSshStrings(body?.subarray(1) ?? Buffer.alloc(0)) ?? [];
    const [type, signature] = readSshStrings(signed ?? Buffer.alloc(0)) ?? [];
    expect(type?.toString()).toBe('ssh-ed25519');
    const x = blob.subarray(-32).toString('base64url');
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
    expect(verify(null, data, publicKey, signature ?? Buffer.alloc(0))).toBe(true);
  });

  test.each([
    ['another key', Buffer.concat([Buffer.from([13]), sshString('other'), sshString('data'), flags])],
    ['a truncated request', Buffer.concat([Buffer.from([13, 0, 0, 0, 9, 1]), flags])],
    ['adding a key', Buffer.from([17, 1, 2, 3])],
    ['nothing', Buffer.alloc(0)],
  ])('%s fails', (_, request) => {
    const { answers, send } = connected();
    send(sshString(request));
    expect(Buffer.concat(answers)).toEqual(Buffer.from([0, 0, 0, 1, 5]));
  });

  test('a request without an end is not waited for', () => {
    const { client, answers, send } = connected();
    send(Buffer.from([0xff, 0xff, 0xff, 0xff, 1]));
    expect(client.destroyed).toBe(true);
    expect(answers).toEqual([]);
  });
});
