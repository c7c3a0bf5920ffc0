import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConsoleHostKeys } from '../../../../src/lib/hosts/trust/console-host-keys.js';
import { printOf } from '../../../../src/lib/hosts/trust/key-print.js';
import { someKeys } from './arbitraries.js';
import { block, boot, consoleOf, end, fingerprintsBlock, keysBlock, writers } from './consoles.js';
import { ecdsa, ed25519, publicKeyLine, rsa } from './host-keys.js';

const keys = [ecdsa(1), ed25519(1), rsa(1)];
const prints = keys.map(printOf);
const found = (...parts: readonly (readonly string[])[]) => parseConsoleHostKeys(consoleOf(...parts));

describe('the console output of a first boot', () => {
  test('shows the keys', () => {
    expect(found(boot, fingerprintsBlock(keys), keysBlock(keys), end)).toEqual(prints);
  });

  test('is read as well with other line ends and colours', () => {
    const lines = [...boot, ...keysBlock(keys), ...end];
    expect(parseConsoleHostKeys(lines.join('\n'))).toEqual(prints);
    expect(parseConsoleHostKeys(lines.join('\r\r\n'))).toEqual(prints);
    expect(
      parseConsoleHostKeys(lines.map((line) => `\u001b[0m${line}\u001b]0;title\u0007`).join('\n')),
    ).toEqual(prints);
  });

  test.each(Object.entries(writers))('shows them in lines written %s', (_, prefix) => {
    expect(found(boot, keysBlock(keys, prefix), end)).toEqual(prints);
    expect(found(boot, fingerprintsBlock(keys, prefix), end)).toEqual(prints);
  });

  test('may show fingerprints only', () => {
    expect(found(boot, fingerprintsBlock(keys), end)).toEqual(prints);
  });

  test('is left alone where a key has no comment, or is one that nobody uses any more', () => {
    const lines = ['ssh-dss AAAAB3NzaC1kc3M= root@old', publicKeyLine(ed25519(1), '').trim()];
    expect(found(block('KEYS', lines))).toEqual([printOf(ed25519(1))]);
    const dsa = '1024 SHA256:XtiIx3+4O9dXfAapcvgVy9bTY0AadTx67JgIirP8fDU root@old (DSA)';
    const [first = '', ...others] = fingerprintsBlock([ed25519(1)]);
    expect(found([first, `ec2: ${dsa}`, ...others])).toEqual([printOf(ed25519(1))]);
  });

  test('of several boots is the last one', () => {
    const older = keysBlock([ed25519(2)]);
    expect(found(boot, older, boot, keysBlock(keys), end)).toEqual(prints);
    expect(found(boot, older, boot, keysBlock(keys).slice(0, 3))).toEqual([printOf(ed25519(2))]);
  });

  test.each([
    ['nothing', []],
    ['no block', [...boot, publicKeyLine(ed25519(1)), ...end]],
    ['an empty block', keysBlock([])],
    ['a block without its end', keysBlock(keys).slice(0, -1)],
    ['a block without its begin', keysBlock(keys).slice(1)],
    ['the old kind of fingerprints', block('FINGERPRINTS', ['256 d3:41:1c:90 root@host (ED25519)'])],
  ])('may show %s, and no keys', (_, lines) => {
    expect(found(lines)).toEqual([]);
  });
});

describe('a block that cloud-init would not print', () => {
  const good = publicKeyLine(ed25519(1));
  test.each([
    ['a cut key', [good.slice(0, 40)]],
    ['an indented key', [` ${good}`]],
    ['a key of a certificate', [good.replace('ssh-ed25519', 'ssh-ed25519-cert-v01@openssh.com')]],
    ['a key in other base64', [good.replace(/ root.*/, '=')]],
    ['a line of the kernel in between', [good, '[   21.1] random: crng init done']],
    ['a line of another writer in between', [good, `ec2: ${good}`]],
    ['an empty line in between', [good, '']],
    ['a carriage return in a line', [`x\r${good}`]],
    ['another block in between', [good, '-----BEGIN SSH HOST KEY KEYS----- ']],
  ])('does not count: %s', (_, lines) => {
    expect(found(boot, block('KEYS', lines), end)).toEqual([]);
    expect(found(fingerprintsBlock(keys), block('KEYS', lines), end)).toEqual(prints);
  });

  test.each([
    'myapp[77]: ',
    'Nov 21 09:05:11 ip-10-0-11-8 myapp[77]: ',
    'Nov 21 09:05:11 ip-10-0-11-8 myapp: ec2: ',
    '2026-11-21T09:05:11Z ',
    '> ',
    ' ',
  ])('does not count: written by %j', (prefix) => {
    expect(found(boot, keysBlock(keys, prefix), fingerprintsBlock(keys, prefix), end)).toEqual([]);
  });

  test('does not count: of two processes', () => {
    const [first = '', ...others] = keysBlock(keys, 'cloud-init[1]: ');
    expect(found([first, ...others.map((line) => line.replace('[1]', '[2]'))])).toEqual([]);
  });
});

describe('for all consoles', () => {
  const prefix = fc.constantFrom(...Object.values(writers));
  const noise = fc.array(fc.oneof(fc.constantFrom(...boot, ...end), fc.string({ unit: 'binary' })));
  const quiet = (lines: readonly string[]) =>
    !['SSH HOST KEY', '\u001b', '\r', '\n'].some((mark) => lines.join('').includes(mark));

  test('the keys that were printed are found, whoever wrote them and whatever else there is', () => {
    const calm = noise.filter(quiet);
    fc.assert(
      fc.property(calm, someKeys(1, 4), prefix, calm, (before, some, writer, after) => {
        const lines = [...before, ...keysBlock(some, writer), ...after];
        expect(parseConsoleHostKeys(lines.join('\n'))).toEqual(some.map(printOf));
      }),
    );
  });

  test('what is left of an output that was cut shows all of the keys or none', () => {
    const cuts = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(someKeys(1, 3), prefix, cuts, (some, writer, [start, stop]) => {
        const text = consoleOf(boot, fingerprintsBlock(some, writer), keysBlock(some, writer), end);
        const left = text.slice(start * text.length, stop * text.length);
        expect([[], some.map(printOf)]).toContainEqual(parseConsoleHostKeys(left));
      }),
      { numRuns: 500 },
    );
  });

  test('of any text nothing else comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        expect(parseConsoleHostKeys(text)).toEqual([]);
      }),
    );
  });
});
