import { expect, test } from 'vitest';
import { formatUptime } from '../../../../src/lib/hosts/services/uptime.js';

test.each([
  [0, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [3_600_000, '1 h 0 min'],
  [11_100_000, '3 h 5 min'],
  [86_400_000, '1 d 0 h'],
  [352_800_000, '4 d 2 h'],
])('%i ms are %s', (milliseconds, text) => {
  expect(formatUptime(milliseconds)).toBe(text);
});
