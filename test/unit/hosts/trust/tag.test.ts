import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printOf, printWords } from '../../../../src/lib/hosts/trust/key-print.js';
import { formatHostKeyTag, parseHostKeyTag } from '../../../../src/lib/hosts/trust/tag.js';
import { formatPublicKey } from '../../../../src/lib/ssh/public-key.js';
import { someKeys } from './arbitraries.js';
import { ecdsa, ed25519, publicKeyLine, rsa } from './host-keys.js';

const line = formatPublicKey(ed25519(1));
const print = printWords(printOf(ed25519(1)));
const digits = 'A'.repeat(42);

describe('the value of the tag', () => {
  test.each([
    ['a public key line', line, [ed25519(1)]],
    ['a line with a comment', publicKeyLine(ed25519(1)), [ed25519(1)]],
    ['a type and a fingerprint', print, [ed25519(1)]],
    ['both, of several keys', `${print}, ${formatPublicKey(ecdsa(2))}`, [ed25519(1), ecdsa(2)]],
    ['nothing', ' ', []],
  ])('is %s', (_, value, keys) => {
    expect(parseHostKeyTag(value)).toEqual(keys.map(printOf));
  });

  test.each([
    ['a fingerprint without a type', `SHA256:${digits}A`],
    ['a type that nobody has', `ssh-dss SHA256:${digits}A`],
    ['a short fingerprint', `ssh-ed25519 SHA256:${digits}`],
    ['a fingerprint that encodes nothing', `ssh-ed25519 SHA256:${digits}B`],
    ['a fingerprint of the old kind', 'ssh-ed25519 MD5:26:dd:db:57:8a:bf:4c:5a:43:fd:08:de:b2:b3:59:db'],
    ['a cut line', line.slice(0, -2)],
    ['a key that is none', 'ssh-ed25519 none'],
    ['one good part of two', `${line},${line.slice(0, -2)}`],
    ['an empty part', `${line},`],
    ['words', 'ask kim'],
  ])('can not be read with %s', (_, value) => {
    expect(parseHostKeyTag(value)).toBeUndefined();
  });
});

describe('a value made of keys', () => {
  test('has them whole where they fit', () => {
    expect(formatHostKeyTag([ed25519(1)])).toBe(line);
    expect(line).toHaveLength(80);
    expect(formatHostKeyTag([ed25519(1), ecdsa(2)])).toBe(`${line},${formatPublicKey(ecdsa(2))}`);
  });

  test('has a fingerprint for the longest where they do not', () => {
    expect(formatHostKeyTag([rsa(3)])).toBe(printWords(printOf(rsa(3))));
    expect(formatHostKeyTag([rsa(3), ed25519(1)])).toBe(`${printWords(printOf(rsa(3)))},${line}`);
  });

  test('is none for more keys than it can hold', () => {
    expect(formatHostKeyTag([1, 2, 3, 4].map((byte) => ecdsa(byte)))).toBeUndefined();
  });

  test('is read back as the same keys, and never too long', () => {
    fc.assert(
      fc.property(someKeys(1, 5), (keys) => {
        const value = formatHostKeyTag(keys);
        if (keys.length < 4) expect(value).toBeDefined();
        if (value === undefined) return;
        expect(value.length).toBeLessThanOrEqual(256);
        expect(parseHostKeyTag(value)).toEqual(keys.map(printOf));
      }),
    );
  });
});
