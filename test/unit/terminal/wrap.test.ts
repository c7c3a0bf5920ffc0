import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textWidth } from '../../../src/lib/terminal/text-width.js';
import { cut, padEnd, wrap } from '../../../src/lib/terminal/wrap.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', '.', '한', '😀', 'é'), minLength: 1, maxLength: 9 });
const sentences = fc.array(word, { minLength: 1, maxLength: 20 }).map((words) => words.join(' '));
const widths = fc.integer({ min: 1, max: 60 });

describe('wrap', () => {
  test.each([
    ['a bc def', 8, ['a bc def']],
    ['a bc def', 7, ['a bc', 'def']],
    ['a bc def', 1, ['a', 'bc', 'def']],
    ['abcdef gh', 3, ['abcdef', 'gh']],
    ['한국 말', 5, ['한국', '말']],
    ['', 5, ['']],
    ['a b', Number.POSITIVE_INFINITY, ['a b']],
  ])('%j at %s columns', (text, width, lines) => {
    expect(wrap(text, width)).toEqual(lines);
  });

  test('no line is longer than the width, unless it is one word', () => {
    fc.assert(
      fc.property(sentences, widths, (text, width) => {
        const long = wrap(text, width).filter((line) => textWidth(line) > width);
        expect(long.filter((line) => line.includes(' '))).toEqual([]);
      }),
    );
  });

  test('nothing is lost, and no line could take the next word, too', () => {
    fc.assert(
      fc.property(sentences, widths, (text, width) => {
        const lines = wrap(text, width);
        expect(lines.join(' ')).toBe(text);
        for (const [index, line] of lines.entries()) {
          const next = lines[index + 1]?.split(' ')[0];
          if (next !== undefined) expect(textWidth(`${line} ${next}`)).toBeGreaterThan(width);
        }
      }),
    );
  });
});

describe('padEnd', () => {
  test.each([
    ['ab', 4, 'ab  '],
    ['한', 4, '한  '],
    ['abcde', 4, 'abcde'],
  ])('%j to %i columns', (text, width, padded) => {
    expect(padEnd(text, width)).toBe(padded);
  });
});

describe('cut', () => {
  test('keeps what fits, and marks that there was more', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('한국말', 4)).toBe('한…');
    expect(cut('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…');
    expect(cut('abc', Number.POSITIVE_INFINITY)).toBe('abc');
  });

  test('what is left fits, and is the longest beginning that does', () => {
    fc.assert(
      fc.property(sentences, widths, (text, width) => {
        const kept = cut(text, width);
        expect(textWidth(kept)).toBeLessThanOrEqual(Math.max(1, width));
        if (kept === text) return;
        expect(text.startsWith(kept.slice(0, -1))).toBe(true);
        expect(textWidth(kept)).toBeGreaterThanOrEqual(width - 1);
      }),
    );
  });
});
