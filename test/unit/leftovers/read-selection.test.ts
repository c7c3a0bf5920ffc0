import { describe, expect, test } from 'vitest';
import { readRules } from '../../../src/lib/leftovers/read-selection.js';

test('prefixes and tags, and an age in the units of people', () => {
  expect(readRules({ prefix: ['exchange-dev-'], tag: ['Team=web=1', 'env='], olderThan: '12h' })).toEqual({
    selection: { prefixes: ['exchange-dev-'], tags: { Team: 'web=1', env: '' } },
    ...{ olderThan: '12h', olderThanMs: 43_200_000, includeKubernetes: false },
  });
  expect(readRules({ tag: ['a=b'], olderThan: '0d' }).olderThanMs).toBe(0);
  expect(readRules({ tag: ['a=b'], olderThan: '0d', includeKubernetes: true }).includeKubernetes).toBe(true);
});

describe('what would mean too much, or nothing', () => {
  test.each<[string, Partial<Parameters<typeof readRules>[0]>, string]>([
    [
      'nothing at all',
      {},
      'Neither --prefix nor --tag is given, and everything in the account would match. Nothing was read.',
    ],
    [
      'empty lists',
      { prefix: [], tag: [] },
      'Neither --prefix nor --tag is given, and everything in the account would match. Nothing was read.',
    ],
    [
      'two characters',
      { prefix: ['de'] },
      '--prefix "de" is too short: with less than 3 characters too much matches.',
    ],
    [
      'blanks',
      { prefix: ['   d'] },
      '--prefix "   d" is too short: with less than 3 characters too much matches.',
    ],
    [
      'one of several',
      { prefix: ['exchange-dev', 'x'] },
      '--prefix "x" is too short: with less than 3 characters too much matches.',
    ],
    [
      'beside a tag',
      { prefix: ['x'], tag: ['a=b'] },
      '--prefix "x" is too short: with less than 3 characters too much matches.',
    ],
    [
      "AWS's own folder",
      { prefix: ['/aws'] },
      '--prefix "/aws" is where AWS logs for everybody: too much matches.',
    ],
    [
      "a service's folder",
      { prefix: ['/aws/lambda/'] },
      '--prefix "/aws/lambda/" is where AWS logs for everybody: too much matches.',
    ],
    ['no value', { tag: ['Team'] }, '--tag: expected KEY=VALUE, got "Team".'],
    ['no key', { tag: ['=web'] }, '--tag: expected KEY=VALUE, got "=web".'],
    ['a tag twice', { tag: ['a=1', 'a=2'] }, '--tag gives "a" twice, and all of the tags must match.'],
    [
      'an age without a unit',
      { tag: ['a=1'], olderThan: '7' },
      '--older-than: expected an age as in 7d or 12h, got "7".',
    ],
    [
      'a negative age',
      { tag: ['a=1'], olderThan: '-7d' },
      '--older-than: expected an age as in 7d or 12h, got "-7d".',
    ],
    [
      'no age',
      { tag: ['a=1'], olderThan: 'old' },
      '--older-than: expected an age as in 7d or 12h, got "old".',
    ],
  ])('%s', (_, given, message) => {
    expect(() => readRules({ olderThan: '7d', ...given })).toThrow(
      expect.objectContaining({ message, exitCode: 2 }),
    );
  });

  test('a folder of a service with a name behind it is enough', () => {
    expect(readRules({ prefix: ['/aws/lambda/exchange'], olderThan: '7d' }).selection.prefixes).toEqual([
      '/aws/lambda/exchange',
    ]);
  });
});
