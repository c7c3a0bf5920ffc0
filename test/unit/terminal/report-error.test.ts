import { describe, expect, test } from 'vitest';
import { AccessError, ExopsError, InterruptedError, UsageError } from '../../../src/lib/errors.js';
import { noColor, type Palette } from '../../../src/lib/terminal/palette.js';
import { errorLines, exitCodeOf } from '../../../src/lib/terminal/report-error.js';

const said = (error: unknown, debug = false) => errorLines(error, noColor, debug);

describe('an error as a person reads it', () => {
  test('is what failed, and what to do', () => {
    const error = new ExopsError("Can't reach b:9092: nothing listens there.", {
      hint: 'Try: one\nMore: two',
    });
    expect(said(error)).toEqual(["Can't reach b:9092: nothing listens there.", '  Try: one', '  More: two']);
  });

  test('is broken between words on a terminal; what is to be copied, and a place in a file, is not', () => {
    const error = new ExopsError("Can't reach b-1.example:9092.\n   1 | brokers: [b-1.example:9092]", {
      hint: 'Ask whoever runs the network, please\nTry: exops doctor --env production',
    });
    expect(errorLines(error, noColor, false, 24)).toEqual([
      "Can't reach\nb-1.example:9092.\n   1 | brokers: [b-1.example:9092]",
      '  Ask whoever runs the',
      '    network, please',
      '  Try: exops doctor --env production',
    ]);
  });

  test('without a hint is one line', () => {
    expect(said(new UsageError('No such file: a.yaml'))).toEqual(['No such file: a.yaml']);
  });

  test('keeps the lines of its message', () => {
    expect(said(new UsageError('a.yaml:1:1 wrong\n   1 | a\n     | ^'))).toEqual([
      'a.yaml:1:1 wrong\n   1 | a\n     | ^',
    ]);
  });

  test('shows what a broker says, and lets it do nothing', () => {
    const error = new AccessError('refused the login: \u001b[2Jno\u202e', { hint: 'ask \u001b]0;you\u0007' });
    expect(said(error)).toEqual(['refused the login: \\x1b[2Jno\\u202e', '  ask \\x1b]0;you\\x07']);
  });

  test('that nobody translated is a mistake of ours', () => {
    for (const thrown of [new TypeError('x is undefined'), 'x is undefined'])
      expect(said(thrown)).toEqual([
        'exops made a mistake: x is undefined',
        '  Please report it with what the same command prints with EXOPS_DEBUG=1.',
      ]);
  });

  test('is marked as an error in its message only', () => {
    const palette: Palette = { ...noColor, danger: (text) => `<${text}>` };
    expect(errorLines(new UsageError('wrong', { hint: 'right' }), palette, false)).toEqual([
      '<wrong>',
      '  right',
    ]);
  });

  test('has its stack, and that of its cause, only where that is asked for', () => {
    const error = new ExopsError('wrong', { cause: new Error('deeper') });
    expect(said(error).join('\n')).not.toMatch(/at .*report-error\.test/);
    expect(said(error, true).join('\n')).toMatch(
      /^wrong\n[\s\S]*at .*report-error\.test[\s\S]*caused by Error: deeper/,
    );
  });
});

test.each([
  [new ExopsError('x'), 1],
  [new UsageError('x'), 2],
  [new AccessError('x'), 4],
  [new InterruptedError('SIGINT'), 130],
  [new InterruptedError('SIGTERM'), 143],
  [new TypeError('x'), 1],
  ['x', 1],
  [undefined, 1],
])('the exit code of %s is %i', (error, exitCode) => {
  expect(exitCodeOf(error)).toBe(exitCode);
});
