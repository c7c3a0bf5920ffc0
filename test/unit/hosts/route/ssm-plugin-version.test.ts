import { describe, expect, test } from 'vitest';
import { isTokenSafe } from '../../../../src/lib/hosts/route/ssm-plugin-version.js';

describe('a version that takes the token from a variable', () => {
  test.each(['1.2.498.0', '1.2.553.0', '1.2.497.1', '1.3', '2', '1.10.0.0'])('%s does', (version) => {
    expect(isTokenSafe(version)).toBe(true);
  });

  test.each([
    '1.2.497.0',
    '1.2.497',
    '1.2.54.0',
    '1.1.999.9',
    '0.9',
    '',
    'unknown',
    '1.2.553.0-beta',
    '1..2',
  ])('%s doesn’t, as far as anybody knows', (version) => {
    expect(isTokenSafe(version)).toBe(false);
  });
});
