import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideByHost, decideByPins, knownKeyTypes } from '../../../../src/lib/hosts/trust/decide.js';
import { printOf } from '../../../../src/lib/hosts/trust/key-print.js';
import { formatHostKeyTag } from '../../../../src/lib/hosts/trust/tag.js';
import type { HostKey } from '../../../../src/lib/ssh/ssh.js';
import { hostKeys, someKeys } from './arbitraries.js';
import { ecdsa, ed25519, pinned } from './host-keys.js';

const mine = ed25519(1);
const another = ed25519(2);
const byPins = (pins: readonly HostKey[], tag: readonly HostKey[], presented = mine) =>
  decideByPins(
    printOf(presented),
    pins.map((key) => pinned(key)),
    tag.map(printOf),
  );
const byHost = (onConsole: readonly HostKey[], throughSsm: readonly HostKey[], presented = mine) =>
  decideByHost(printOf(presented), onConsole.map(printOf), throughSsm.map(printOf));

describe('what is known for nothing', () => {
  test.each([
    ['is a pin', [mine], [], ['pin']],
    ['is the tag', [], [mine], ['tag']],
    ['is both', [mine], [mine], ['pin', 'tag']],
    ['is one of several keys', [ecdsa(1), mine], [mine, ecdsa(1)], ['pin', 'tag']],
  ])('trusts the key that %s', (_, pins, tag, witnesses) => {
    expect(byPins(pins, tag)).toEqual({ verdict: 'trusted', witnesses });
  });

  test.each([
    ['another key is pinned', [another], [], 'pin', [another], []],
    ['only a key of another type is pinned', [ecdsa(1)], [], 'pin', [ecdsa(1)], []],
    ['the tag has another key', [], [another], 'tag', [another], []],
    ['the tag has a key of another type', [], [ecdsa(1)], 'tag', [ecdsa(1)], []],
    ['both have another key', [another], [ecdsa(2)], 'pin', [another], []],
    ['the tag has another key than the pin that agrees', [mine], [another], 'tag', [another], ['pin']],
    ['the tag has only a type that is not presented', [mine], [ecdsa(1)], 'tag', [ecdsa(1)], ['pin']],
    ['the pin is another key than the tag that agrees', [another], [mine], 'pin', [another], ['tag']],
  ])('refuses the key when %s', (_, pins, tag, by, expected, against) => {
    expect(byPins(pins, tag)).toEqual({ verdict: 'changed', by, expected: expected.map(printOf), against });
  });

  test('may be nothing', () => {
    expect(byPins([], [])).toEqual({ verdict: 'unknown' });
  });

  test('trusts only what every one of them has that has any', () => {
    fc.assert(
      fc.property(someKeys(0, 3), someKeys(0, 3), hostKeys, (pins, tag, presented) => {
        const knows = (keys: readonly HostKey[]) => keys.some(({ base64 }) => base64 === presented.base64);
        const isKnown = knows(pins) || knows(tag);
        const isDenied = [pins, tag].some((keys) => keys.length > 0 && !knows(keys));
        const verdict = isDenied ? 'changed' : isKnown ? 'trusted' : 'unknown';
        expect(byPins(pins, tag, presented).verdict).toBe(verdict);
      }),
    );
  });
});

describe('what the host says', () => {
  test.each([
    ['on its console', [mine], [], 'console'],
    ['on its console, whatever it says elsewhere', [mine], [another], 'console'],
    ['through Systems Manager', [], [another, mine], 'ssm'],
    ['through Systems Manager, after the keys on its console were replaced', [another], [mine], 'ssm'],
  ])('is trusted: %s', (_, onConsole, throughSsm, witness) => {
    expect(byHost(onConsole, throughSsm)).toEqual({ verdict: 'trusted', witnesses: [witness] });
  });

  test.each([
    ['on its console', [another], [], 'console', [another]],
    ['on its console, of another type', [ecdsa(1)], [], 'console', [ecdsa(1)]],
    ['through Systems Manager', [], [another], 'ssm', [another]],
    ['in both places', [ecdsa(1)], [another], 'ssm', [another]],
  ])('refuses the key when it is another: %s', (_, onConsole, throughSsm, by, expected) => {
    expect(byHost(onConsole, throughSsm)).toEqual({
      verdict: 'changed',
      by,
      expected: expected.map(printOf),
      against: [],
    });
  });

  test('may be nothing', () => {
    expect(byHost([], [])).toEqual({ verdict: 'unknown' });
  });
});

describe('the types that are known', () => {
  test('are those of the pins, then those of the tag, each once', () => {
    const tag = formatHostKeyTag([ed25519(1), ecdsa(1)]);
    expect(knownKeyTypes([], undefined)).toEqual([]);
    expect(knownKeyTypes([], tag)).toEqual(['ssh-ed25519', 'ecdsa-sha2-nistp256']);
    expect(knownKeyTypes([pinned(ecdsa(1)), pinned(ecdsa(2))], tag)).toEqual([
      'ecdsa-sha2-nistp256',
      'ssh-ed25519',
    ]);
  });

  test('are not those of a tag that can not be read', () => {
    expect(knownKeyTypes([pinned(mine)], 'ecdsa-sha2-nistp256 none')).toEqual(['ssh-ed25519']);
  });
});
