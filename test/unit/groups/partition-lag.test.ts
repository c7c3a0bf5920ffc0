import { describe, expect, test } from 'vitest';
import { exactNumber } from '../../../src/lib/groups/groups-document.js';
import { lagOf, sumOf } from '../../../src/lib/groups/partition-lag.js';
import { partitionRanges } from '../../../src/lib/groups/partition-ranges.js';
import { judged, lagging } from './lagging.js';

describe('the lag of a partition', () => {
  test.each([
    ['what is left', 3n, { end: 10n }, { end: 10n, lag: 7n, status: 'ok' }],
    ['nothing left', 10n, { end: 10n }, { end: 10n, lag: 0n, status: 'ok' }],
    ['nothing there at all', undefined, { end: 0n }, { end: 0n, lag: 0n, status: 'ok' }],
    ['nothing committed', undefined, { end: 4n }, { end: 4n, lag: undefined, status: 'no offset' }],
    ['more than there is', 11n, { end: 10n }, { end: 10n, lag: 0n, status: 'past the end' }],
    ['a topic that is gone', 3n, undefined, { end: undefined, lag: undefined, status: 'no topic' }],
    ['no leader', 3n, 'no leader', { end: undefined, lag: undefined, status: 'no leader' }],
    ['no answer', 3n, 'not read', { end: undefined, lag: undefined, status: 'not read' }],
    [
      'numbers that no double holds',
      1n,
      { end: 9_007_199_254_740_995n },
      { end: 9_007_199_254_740_995n, lag: 9_007_199_254_740_994n, status: 'ok' },
    ],
  ] as const)('%s', (_, committed, at, expected) => {
    expect(lagOf(committed, at)).toEqual(expected);
  });

  test('a sum says what it leaves out; what is gone can not be read any more', () => {
    const { partitions } = lagging('g', { a: [5n, 'no leader', 'no topic'], b: [2n, 'no offset'] });
    expect(sumOf(partitions)).toEqual({ lag: 7n, unknown: 2 });
  });

  test('a number of JSON is exact, or a text', () => {
    expect([exactNumber(9_007_199_254_740_991n), exactNumber(9_007_199_254_740_993n)]).toEqual([
      9_007_199_254_740_991,
      '9007199254740993',
    ]);
  });
});

describe('--check', () => {
  test('judges the sum of each group', () => {
    const groups = [
      lagging('a', { t: [600n, 400n] }),
      lagging('b', { t: [1_001n] }),
      lagging('c', { t: [0n] }),
    ];
    expect(judged(groups, 1_000n)).toEqual(['b 1001']);
    expect(judged(groups, 0n)).toEqual(['a 1000', 'b 1001']);
  });

  test.each(['no leader', 'not read', 'no offset'] as const)(
    'does not pass what nobody knows: %s',
    (status) => {
      expect(judged([lagging('a', { t: [0n, status] })], 1_000n)).toEqual(['a 0, 1 unknown']);
    },
  );

  test.each(['no topic', 'past the end'] as const)('has nothing against %s', (status) => {
    expect(judged([lagging('a', { t: [0n, status] })], 0n)).toEqual([]);
  });

  test('does not pass a group that can not be read', () => {
    expect(judged([lagging('a', {}, 'GROUP_AUTHORIZATION_FAILED')], 1_000n)).toEqual(['a unread']);
  });
});

test('ranges of partitions', () => {
  expect([[], [3], [2, 0, 1], [7, 0, 10, 1, 8, 1]].map(partitionRanges)).toEqual([
    '',
    '3',
    '0-2',
    '0-1,7-8,10',
  ]);
});
