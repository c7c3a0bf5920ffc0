import { expect, test } from 'vitest';
import { parsePartitions } from '../../src/lib/partition-list.js';

test('numbers and ranges, each once, in order', () => {
  expect(parsePartitions('--partition', '5, 0,2-4,3')).toEqual([0, 2, 3, 4, 5]);
  expect(parsePartitions('--partition', '5', '0-1')).toEqual([0, 1, 5]);
});

test.each(['', 'a', '3-1', '1,', '-1', '0-99999999'])('"%s" is no list', (text) => {
  expect(() => parsePartitions('--partition', text)).toThrow(
    `--partition ${text}: expected numbers such as 0,2,5-7.`,
  );
});
