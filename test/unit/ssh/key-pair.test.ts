import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import ssh2 from 'ssh2';
import { describe, expect, test, vi } from 'vitest';
import { newSigningKey } from '../../../src/lib/ssh/answer-agent.js';
import { encodeKeyPair, newKeyPair } from '../../../src/lib/ssh/key-pair.js';
import { parsePublicKey } from '../../../src/lib/ssh/public-key.js';

const { parseKey } = ssh2.utils;
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function keyFrom(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
}

/** A key whose public half leads with a zero, as 1 in 256 does. */
function keyWithLeadingZero(): KeyObject {
  for (let number = 1; ; number++) {
    const seed = Buffer.alloc(32, 7);
    seed.writeUInt32BE(number);
    const key = keyFrom(seed);
    if (Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')[0] === 0) return key;
  }
}

function parsed(text: string) {
  const key = parseKey(text);
  if (key instanceof Error) throw key;
  return key;
}

describe.each([
  ['a new key', undefined],
  ['a public half that leads with a zero', keyWithLeadingZero()],
  ['a private half that leads with a zero', keyFrom(Buffer.alloc(32, 5).fill(0, 0, 1))],
  ['a private half of zeros', keyFrom(Buffer.alloc(32))],
])('%s', (_, key) => {
  const { publicKey, privateKey } = key === undefined ? newKeyPair() : encodeKeyPair(key);

  test('has a public line of 80 characters that reads back', () => {
    expect(publicKey).toHaveLength(80);
    expect(parsePublicKey(publicKey)).toEqual({
      type: 'ssh-ed25519',
      base64: parsed(publicKey).getPublicSSH().toString('base64'),
    });
  });

  test('has a private half that signs for the public one', () => {
    const data = Buffer.from('what is signed');
    const signature = parsed(privateKey).sign(data);
    expect(parsed(publicKey).verify(data, signature)).toBe(true);
    expect(parsed(newKeyPair().publicKey).verify(data, signature)).toBe(false);
  });

  test('is PEM with short lines', () => {
    const lines = privateKey.split('\n');
    expect(lines.filter((line) => line.length > 70)).toEqual([]);
    expect(lines.filter((line) => line === '')).toHaveLength(1);
  });
});

test('no two pairs are alike', () => {
  expect(newKeyPair().publicKey).not.toBe(newKeyPair().publicKey);
});

// Node 20 locks up for ever when it collects garbage while a key that it has just generated becomes a JWK.
test.each([
  ['a pair', newKeyPair],
  ['a key of an agent', newSigningKey],
])('%s is made without a JWK', (_, make) => {
  const halves = Object.values(generateKeyPairSync('ed25519'));
  const exports = halves.map((half) => vi.spyOn(Object.getPrototypeOf(half) as KeyObject, 'export'));
  make();
  const formats = exports.flatMap(({ mock }) => mock.calls.map(([options]) => options?.format));
  expect(formats).toEqual(['der', 'der']);
});
