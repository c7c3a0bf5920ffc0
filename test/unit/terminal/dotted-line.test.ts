import { expect, test } from 'vitest';
import { dottedLine } from '../../../src/lib/terminal/dotted-line.js';

test.each([
  [['dev', 'kafka', 'direct'], Number.POSITIVE_INFINITY, 'dev · kafka · direct'],
  [['dev', undefined, '', 'direct'], 80, 'dev · direct'],
  [['dev', 'kafka', 'direct'], 11, 'dev · kafka\n  direct'],
  [['dev', 'kafka', 'direct', 'x'], 12, 'dev · kafka\n  direct · x'],
  [['a part that is longer than the line', 'x'], 10, 'a part that is longer than the line\n  x'],
  [[], 80, ''],
])('%j in %d columns', (parts, columns, line) => {
  expect(dottedLine(parts, columns)).toBe(line);
});
