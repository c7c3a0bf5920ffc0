import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint } from '../../../src/lib/ssh/fingerprint.js';
import { formatPublicKey, parsePublicKey, publicKeyOf } from '../../../src/lib/ssh/public-key.js';
import { sshString } from '../../../src/lib/ssh/wire-string.js';

const ed25519 = 'AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f';

function blob(...parts: readonly (string | Uint8Array)[]): string {
  return Buffer.concat(parts.map(sshString)).toString('base64');
}

const point = (length: number, first = 4) => Buffer.alloc(length, 1).fill(first, 0, 1);

describe('a public key line', () => {
  test.each([
    ['ssh-ed25519', ed25519],
    ['ecdsa-sha2-nistp256', blob('ecdsa-sha2-nistp256', 'nistp256', point(65))],
    ['ecdsa-sha2-nistp384', blob('ecdsa-sha2-nistp384', 'nistp384', point(97))],
    ['ecdsa-sha2-nistp521', blob('ecdsa-sha2-nistp521', 'nistp521', point(133))],
    ['ssh-rsa', blob('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.alloc(257, 9))],
  ])('of type %s is read', (type, base64) => {
    const key = { type, base64 };
    expect(parsePublicKey(`${type} ${base64}`)).toEqual(key);
    expect(parsePublicKey(`${type}  ${base64}\troot@ip-10-0-0-1 more\r\n`)).toEqual(key);
    expect(parsePublicKey(formatPublicKey(key))).toEqual(key);
    expect(publicKeyOf(Buffer.from(base64, 'base64'))).toEqual(key);
  });

  test.each([
    ['nothing', ''],
    ['a type alone', 'ssh-ed25519'],
    ['a key alone', ed25519],
    ['options in front', `restrict ssh-ed25519 ${ed25519}`],
    ['two lines', `ssh-ed25519 ${ed25519}\nssh-ed25519 ${ed25519}`],
    ['another type in the key', `ssh-rsa ${ed25519}`],
    ['a type that no host has', `ssh-dss ${blob('ssh-dss', 'p', 'q', 'g', 'y')}`],
    ['a type of something else', `constructor ${blob('constructor', 'x')}`],
    ['base64 without its end', `ssh-ed25519 ${ed25519.slice(0, -1)}`],
    ['base64 with a bit too many', `ssh-rsa ${blob('ssh-rsa', 'e', 'nn').replace(/.(=+)$/, '/$1')}`],
    ['the base64 of URLs', `ssh-ed25519 ${ed25519.replace('A', '-')}`],
    ['a key that ends early', `ssh-ed25519 ${blob('ssh-ed25519', Buffer.alloc(31))}`],
    ['a key that goes on', `ssh-ed25519 ${blob('ssh-ed25519', Buffer.alloc(32), '')}`],
    ['another curve', `ecdsa-sha2-nistp256 ${blob('ecdsa-sha2-nistp256', 'nistp384', point(65))}`],
    ['a compressed point', `ecdsa-sha2-nistp256 ${blob('ecdsa-sha2-nistp256', 'nistp256', point(33, 2))}`],
    ['an empty modulus', `ssh-rsa ${blob('ssh-rsa', Buffer.from([1, 0, 1]), '')}`],
    ['a length beyond the end', `ssh-ed25519 ${Buffer.from('0000000bff', 'hex').toString('base64')}`],
  ])('is none: %s', (_, line) => {
    expect(parsePublicKey(line)).toBeUndefined();
  });

  test('bytes that make no sense are no key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(publicKeyOf(Buffer.from(bytes))).toBeUndefined();
      }),
    );
  });
});

test('a fingerprint is what ssh-keygen prints', () => {
  expect(fingerprint({ type: 'ssh-ed25519', base64: ed25519 })).toBe(
    'SHA256:ZkAslGjFiUHdGf/WUL8rQvkib4PTvQatUV0OUQSncCA',
  );
});
