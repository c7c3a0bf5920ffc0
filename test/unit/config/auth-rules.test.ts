import { describe, expect, test } from 'vitest';
import {
  type AuthKey,
  authKeys,
  listOf,
  type Mechanism,
  mechanisms,
  misfitOf,
  missingKeys,
} from '../../../src/lib/config/auth-rules.js';

const withTls: readonly AuthKey[] = ['ca', 'certificate', 'key', 'serverName'];
const fitting: Record<Mechanism, readonly AuthKey[]> = {
  none: [],
  tls: withTls,
  scram: ['username', 'password', 'algorithm', 'tls', ...withTls],
  plain: ['username', 'password', 'tls', ...withTls],
  iam: ['ca', 'serverName'],
};

describe('misfitOf', () => {
  test.each(mechanisms)('the keys that go with %s', (mechanism) => {
    const fits = authKeys.filter((key) => misfitOf(key, { mechanism, tls: undefined }) === undefined);
    expect(fits).toEqual(fitting[mechanism]);
  });

  test('without TLS its keys say nothing', () => {
    const fits = authKeys.filter((key) => misfitOf(key, { mechanism: 'scram', tls: false }) === undefined);
    expect(fits).toEqual(['username', 'password', 'algorithm', 'tls']);
    expect(misfitOf('ca', { mechanism: 'scram', tls: false })).toBe(
      'goes with TLS, which tls: false turns off',
    );
  });

  test('says what the key goes with', () => {
    const why = misfitOf('password', { mechanism: 'none', tls: undefined });
    expect(why).toBe('goes with mechanism scram or plain, not with none');
  });
});

describe('missingKeys', () => {
  test.each<[Mechanism, AuthKey[], AuthKey[]]>([
    ['none', [], []],
    ['tls', [], []],
    ['scram', [], ['username', 'password']],
    ['iam', [], []],
    ['plain', ['username'], ['password']],
    ['plain', ['username', 'password'], []],
    ['tls', ['certificate'], ['key']],
    ['tls', ['key'], ['certificate']],
    ['tls', ['certificate', 'key'], []],
  ])('%s with %j lacks %j', (mechanism, given, missing) => {
    expect(missingKeys(mechanism, (key) => given.includes(key))).toEqual(missing);
  });
});

test.each([
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('listOf(%j) is %s', (words, text) => {
  expect(listOf(words)).toBe(text);
});
