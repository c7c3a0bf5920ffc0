import { describe, expect, test } from 'vitest';
import { exitCodes } from '../../../src/lib/errors.js';
import { formatProblems, InvalidFileError, type Problem } from '../../../src/lib/yaml/problem.js';
import { lines } from '../config/failure.js';

const problem = (over: Partial<Problem> = {}): Problem => ({
  file: 'exops.yaml',
  line: 7,
  column: 3,
  length: 4,
  text: '  kind: kafak',
  message: 'it is wrong',
  ...over,
});

describe('formatProblems', () => {
  test('shows the place, the line and what is at fault in it', () => {
    expect(formatProblems([problem()])).toBe(lines`
      exops.yaml:7:3 it is wrong
         7 |   kind: kafak
           |   ^^^^
    `);
  });

  test('keeps the caret under its character after a tab, a control character and wide ones', () => {
    const text = 'a:\t"\u001b[1m한국" kafak';
    expect(formatProblems([problem({ text, column: text.indexOf('kafak') + 1, length: 5 })])).toBe(lines`
      exops.yaml:7:13 it is wrong
         7 | a:\t"\x1b[1m한국" kafak
           |                   ^^^^^
    `);
  });

  test('marks wide characters in their whole width', () => {
    expect(formatProblems([problem({ text: '한국: 1', column: 1, length: 2 })])).toBe(lines`
      exops.yaml:7:1 it is wrong
         7 | 한국: 1
           | ^^^^
    `);
  });

  test('shows the part of a long line that is at fault', () => {
    const text = `${'a'.repeat(120)} kafak ${'b'.repeat(120)}`;
    const shown = formatProblems([problem({ text, column: 122, length: 5 })]).split('\n');
    expect(shown[1]).toBe(`   7 | ${'a'.repeat(39)} kafak ${'b'.repeat(34)}`);
    expect(shown[2]).toBe(`     | ${' '.repeat(40)}^^^^^`);
  });

  test('a fault longer than the line is marked as far as it is shown', () => {
    const shown = formatProblems([problem({ text: 'x'.repeat(300), column: 1, length: 300 })]).split('\n');
    expect(shown[1]).toBe(`   7 | ${'x'.repeat(80)}`);
    expect(shown[2]).toBe(`     | ${'^'.repeat(80)}`);
  });

  test('a fault behind the end of its line still has a caret', () => {
    expect(formatProblems([problem({ text: 'ab', column: 3, length: 1 })])).toBe(lines`
      exops.yaml:7:3 it is wrong
         7 | ab
           |   ^
    `);
  });

  test('control characters in the message and the file name are made visible', () => {
    const [first] = formatProblems([problem({ file: 'a\u001b.yaml', message: 'no\n"\u202e"' })]).split('\n');
    expect(first).toBe('a\\x1b.yaml:7:3 no\\n"\\u202e"');
  });

  test('sorts by file, line and column', () => {
    const places = [
      problem({ file: 'b.yaml', line: 1 }),
      problem({ file: 'a.yaml', line: 10 }),
      problem({ file: 'a.yaml', line: 9, column: 11 }),
      problem({ file: 'a.yaml', line: 9, column: 2 }),
    ];
    const shown = formatProblems(places).match(/^\S+yaml:\S+/gm);
    expect(shown).toEqual(['a.yaml:9:2', 'a.yaml:9:11', 'a.yaml:10:3', 'b.yaml:1:3']);
  });

  test.each([
    [10, undefined],
    [11, '… and 1 more'],
    [25, '… and 15 more'],
  ])('of %i problems ten are shown and the others counted', (count, last) => {
    const shown = formatProblems(Array.from({ length: count }, (_, index) => problem({ line: index + 1 })));
    expect(shown.match(/it is wrong/g)).toHaveLength(10);
    expect(shown.split('\n').find((line) => line.startsWith('…'))).toBe(last);
  });

  test('line numbers of five digits move the frame', () => {
    expect(formatProblems([problem({ line: 12345 })])).toBe(lines`
      exops.yaml:12345:3 it is wrong
      12345 |   kind: kafak
            |   ^^^^
    `);
  });
});

test('InvalidFileError is a usage error with all its problems', () => {
  const problems = Array.from({ length: 12 }, (_, index) => problem({ line: index }));
  const error = new InvalidFileError(problems);
  expect(error.exitCode).toBe(exitCodes.usage);
  expect(error.problems).toHaveLength(12);
  expect(error.message).toBe(formatProblems(problems));
});
