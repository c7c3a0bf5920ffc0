import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/lib/terminal/printable.js';

describe('printable', () => {
  test.each([
    ['a terminal escape', '\u001b[31mred', '\\x1b[31mred'],
    ['line breaks and tabs', 'a\r\nb\tc', 'a\\r\\nb\\tc'],
    ['a bell and a backspace', 'a\u0007\b', 'a\\x07\\x08'],
    ['the end of a C string', 'a\u0000b', 'a\\x00b'],
    ['delete, and the controls of eight bits', '\u007f\u009b31m', '\\x7f\\x9b31m'],
    ['line breaks of Unicode', 'a\u2028b\u2029', 'a\\u2028b\\u2029'],
    [
      'marks that turn the reading direction',
      'a\u202eb\u202c\u2066c\u2069',
      'a\\u202eb\\u202c\\u2066c\\u2069',
    ],
    ['marks that hint at the reading direction', 'a\u200eb\u200fc\u061c', 'a\\u200eb\\u200fc\\u061c'],
    ['what people write', 'a "b" \\n ü 주문 😀 é', 'a "b" \\n ü 주문 😀 é'],
    ['nothing', '', ''],
  ])('%s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test('leaves nothing that moves a cursor, and changes nothing twice', () => {
    const character = fc.oneof(fc.nat(0x2ff), fc.integer({ min: 0x2000, max: 0x206f }), fc.nat(0xffff));
    const texts = fc.string({ unit: character.map((code) => String.fromCharCode(code)) });
    fc.assert(
      fc.property(texts, (text) => {
        const shown = printable(text);
        expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
        expect(printable(shown)).toBe(shown);
      }),
      { numRuns: 1_000 },
    );
  });
});
