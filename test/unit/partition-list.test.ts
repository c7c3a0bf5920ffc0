import { expect, test } from 'vitest';
import { parsePartitions, partitionRanges } from '../../src/lib/partition-list.js';

test('numbers and ranges, each once, in order', () => {
  expect(parsePartitions('--partition', '5, 0,2-4,3')).toEqual([0, 2, 3, 4, 5]);
  expect(parsePartitions('--partition', '5', '0-1')).toEqual([0, 1, 5]);
});

test.each(['', 'a', '3-1', '1,', '-1', '0-99999999', '0-150000,200000-350000'])('"%s" is no list', (text) => {
  expect(() => parsePartitions('--partition', text)).toThrow(
    `--partition ${text}: expected numbers such as 0,2,5-7.`,
  );
});

test('runs of numbers are said together', () => {
  expect([[], [3], [2, 0, 1], [7, 0, 10, 1, 8, 1]].map(partitionRanges)).toEqual([
    '',
    '3',
    '0-2',
    '0-1,7-8,10',
  ]);
});
