import { expect, test } from 'vitest';
import { formatElapsed } from '../../../src/lib/terminal/elapsed.js';

test.each([
  [0, '0.0 s'],
  [412, '0.4 s'],
  [9_949, '9.9 s'],
  [9_950, '10 s'],
  [59_400, '59 s'],
  [60_000, '1 min 0 s'],
  [185_400, '3 min 5 s'],
  [119_600, '2 min 0 s'],
  [7_200_000, '120 min 0 s'],
])('%i ms are %s', (milliseconds, text) => {
  expect(formatElapsed(milliseconds)).toBe(text);
});
