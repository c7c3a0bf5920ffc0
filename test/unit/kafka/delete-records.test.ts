import { expect, test } from 'vitest';
import { deleteRecords } from '../../../src/lib/kafka/requests/delete-records.js';
import { bytes, hex, read, written } from './bytes.js';

const request = {
  topics: [
    {
      name: 'a',
      partitions: [
        { id: 0, before: 5n },
        { id: 1, before: 4_294_967_296n },
      ],
    },
  ],
  timeoutMs: 30_000,
};
const trimmed = [
  { name: 'a', partition: 0, error: undefined },
  { name: 'a', partition: 1, error: { code: 44, name: 'POLICY_VIOLATION', message: null } },
];

test.each([0, 1])('DeleteRecords v%i', (version) => {
  expect(written(deleteRecords, version, request)).toBe(
    hex('00000001 0001 "a" 00000002 00000000 0000000000000005 00000001 0000000100000000 00007530'),
  );
  const answer = bytes(
    '00000000 00000001 0001 "a" 00000002 00000000 0000000000000005 0000 00000001 ffffffffffffffff 002c',
  );
  expect(read(deleteRecords, version, answer)).toEqual(trimmed);
});

test('DeleteRecords v2 is the first flexible one', () => {
  expect(written(deleteRecords, 2, request)).toBe(
    hex('02 02 "a" 03 00000000 0000000000000005 00 00000001 0000000100000000 00 00 00007530 00'),
  );
  const answer = bytes(
    '00000000 02 02 "a" 03 00000000 0000000000000005 0000 00 00000001 ffffffffffffffff 002c 00 00 00',
  );
  expect(read(deleteRecords, 2, answer)).toEqual(trimmed);
});
