import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../../src/lib/errors.js';
import { quoteCommand, quoteWord } from '../../../src/lib/ssh/quote.js';

describe('a word', () => {
  test.each([
    ['topic', 'topic'],
    ['--brokers=10.0.0.1:9092', '--brokers=10.0.0.1:9092'],
    ['user@host:/var/log/kafka_1.log', 'user@host:/var/log/kafka_1.log'],
    ['', "''"],
    ['two words', "'two words'"],
    ["it's", "'it'\\''s'"],
    ['~', "'~'"],
    ['*.log', "'*.log'"],
    ['a\nb', "'a\nb'"],
    ['A=b', "'A=b'"],
    ['if', "'if'"],
    ['{', "'{'"],
    ['!', "'!'"],
    ['#', "'#'"],
    ['주문', "'주문'"],
  ])('%j becomes %j', (word, quoted) => {
    expect(quoteWord(word)).toBe(quoted);
  });

  test('with a NUL character is refused', () => {
    expect(() => quoteWord('a\0b')).toThrow(UsageError);
    expect(() => quoteCommand(['echo', '\0'])).toThrow(UsageError);
  });
});

const special = fc.constantFrom(
  ...` \t\n'"\\$\`!*?[]{}()<>|&;#~=%^-+:,.@/`,
  ...['$(id)', '$HOME', '\r\n', '--', "'\\''", '\u0001', 'ü', '주', '😀', 'if', 'A=', '2>'],
);
const character = fc.oneof(special, fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 }));
const word = fc.array(character, { maxLength: 8 }).map((parts) => parts.join('').replaceAll('\0', ''));
const words = fc.array(word, { maxLength: 6 });

/** The words that a program gets which a shell is told to run. */
function wordsOf(shell: string, commandLine: string): readonly string[] {
  const output = execFileSync(shell, ['-c', commandLine], { encoding: 'utf8' });
  return output.split('\0').slice(0, -1);
}

describe.each(['sh', 'bash'])('%s', (shell) => {
  const print = ['printf', '%s\\0', 'first'];

  test('hands a command the words that were quoted', () => {
    fc.assert(
      fc.property(words, (given) => {
        expect(wordsOf(shell, quoteCommand([...print, ...given]))).toEqual(['first', ...given]);
      }),
      { numRuns: 60 },
    );
  });

  test('hands them on to another shell', () => {
    fc.assert(
      fc.property(words, (given) => {
        const inner = quoteCommand([...print, ...given]);
        expect(wordsOf(shell, quoteCommand(['sh', '-c', inner]))).toEqual(['first', ...given]);
      }),
      { numRuns: 60 },
    );
  });

  test.each(['if', 'A=b', '{', '!', 'no-such-command', '~'])('looks for a program called %s', (name) => {
    expect(() => execFileSync(shell, ['-c', quoteCommand([name, 'x'])], { stdio: 'pipe' })).toThrow(
      /not found/,
    );
  });
});
