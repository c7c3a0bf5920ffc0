import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { escapeReader } from '../../../../src/lib/hosts/shell/escape.js';

function typed(...pieces: readonly string[]) {
  const read = escapeReader();
  const results = pieces.map((piece) => read(Buffer.from(piece)));
  return {
    pass: Buffer.concat(results.map(({ pass }) => pass)).toString(),
    actions: results.flatMap(({ action }) => action ?? []),
  };
}

describe('escapeReader', () => {
  test.each([
    ['~.', '', ['disconnect']],
    ['ls\r~.', 'ls\r', ['disconnect']],
    ['ls\n~.rest is lost', 'ls\n', ['disconnect']],
    ['~?ls', 'ls', ['help']],
    ['~?~.', '', ['disconnect']],
    ['~~.', '~.', []],
    ['~x', '~x', []],
    ['~\r~.', '~\r', ['disconnect']],
    ['cd ~.', 'cd ~.', []],
    ['a~.', 'a~.', []],
  ])('%j', (text, pass, actions) => {
    expect(typed(text)).toEqual({ pass, actions });
    expect(typed(...text).pass.startsWith(pass)).toBe(true);
  });

  test('what has no tilde goes through untouched, in whatever pieces', () => {
    const bytes = fc.uint8Array({ maxLength: 40 }).filter((some) => !some.includes(0x7e));
    fc.assert(
      fc.property(fc.array(bytes), (pieces) => {
        const read = escapeReader();
        const passed = pieces.map((piece) => read(Buffer.from(piece)).pass);
        expect(Buffer.concat(passed)).toEqual(Buffer.concat(pieces));
      }),
    );
  });
});
