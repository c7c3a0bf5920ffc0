import { expect, test } from 'vitest';
import { electLeaders } from '../../../src/lib/kafka/requests/elect-leaders.js';
import { bytes, hex, read, written } from './bytes.js';

const request = { topics: [{ name: 'a', partitions: [3] }], timeoutMs: 5 };

test('asks for the preferred leaders of partitions, in both versions', () => {
  expect(written(electLeaders, 1, request)).toBe(hex('00 00000001 0001 "a" 00000001 00000003 00000005'));
  expect(written(electLeaders, 2, request)).toBe(hex('00 02 02 "a" 02 00000003 00 00000005 00'));
});

const answered = {
  error: undefined,
  results: [{ name: 'a', partition: 3, error: { code: 84, name: 'ELECTION_NOT_NEEDED', message: null } }],
};

test('is answered partition by partition', () => {
  const old = bytes('00000000 0000 00000001 0001 "a" 00000001 00000003 0054 ffff');
  expect(read(electLeaders, 1, old)).toEqual(answered);
  const compact = bytes('00000000 0000 02 02 "a" 02 00000003 0054 00 00 00 00');
  expect(read(electLeaders, 2, compact)).toEqual(answered);
});
