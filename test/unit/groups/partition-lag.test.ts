import { describe, expect, test } from 'vitest';
import { exactNumber } from '../../../src/lib/groups/groups-document.js';
import type { Group } from '../../../src/lib/groups/model.js';
import { goneOf, lagOf, sumOf } from '../../../src/lib/groups/partition-lag.js';
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
    const place = typeof at === 'object' ? { ...at, start: 0n } : at;
    expect(lagOf(committed, place)).toEqual({ start: typeof at === 'object' ? 0n : undefined, ...expected });
  });

  test('a sum says what it leaves out; what is gone can not be read any more', () => {
    const { partitions } = lagging('g', { a: [5n, 'no leader', 'no topic'], b: [2n, 'no offset'] });
    expect(sumOf(partitions)).toEqual({ lag: 7n, unknown: 2, pastEnd: 0 });
  });

  test.each([
    ['before the start', 10n, 30n, 20n],
    ['at the start', 30n, 30n, 0n],
    ['after it', 31n, 30n, 0n],
    ['a start read after the end, which had moved', 10n, 120n, 90n],
    ['a start that nobody says', 10n, undefined, 0n],
    ['nothing committed', undefined, 30n, 0n],
  ] as const)('records that are gone: %s', (_, committed, start, gone) => {
    expect(goneOf({ committed, ...lagOf(committed, { start, end: 100n }) })).toBe(gone);
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
    expect(judged(groups, 1_000n)).toEqual(['b: 1,001 records behind; 1,000 allowed']);
    expect(judged(groups, 0n)).toEqual([
      'a: 1,000 records behind; 0 allowed',
      'b: 1,001 records behind; 0 allowed',
    ]);
  });

  test.each(['no leader', 'not read', 'no offset'] as const)(
    'does not pass what nobody knows: %s',
    (status) => {
      expect(judged([lagging('a', { t: [0n, status] })], 1_000n)).toEqual([
        'a: 0 records behind, and 1 partition unknown; 1,000 allowed',
      ]);
    },
  );

  test.each(['no topic', 'untouched'] as const)(
    'has nothing against %s beside what is measured',
    (status) => {
      expect(judged([lagging('a', { t: [0n, status] })], 0n, { patterns: ['a'] })).toEqual([]);
    },
  );

  test('does not pass what is committed past the end, whatever is allowed', () => {
    const groups = [
      lagging('a', { t: ['past the end', 'past the end', 2n] }),
      lagging('b', { t: ['past the end', 'no leader'] }),
    ];
    expect(judged(groups, 1_000n)).toEqual([
      'a: 2 records behind, and 2 partitions committed past the end; 1,000 allowed',
      'b: 0 records behind, and 1 partition unknown, and 1 partition committed past the end; 1,000 allowed',
    ]);
  });

  test('does not pass a group that can not be read', () => {
    expect(judged([lagging('a', {}, 'GROUP_AUTHORIZATION_FAILED')], 1_000n)).toEqual([
      'a: its offsets are not read; 1,000 allowed',
    ]);
  });

  describe('of what was asked for', () => {
    const groups = [
      lagging('empty', {}),
      { ...lagging('other', {}), isElsewhere: true },
      lagging('left', { gone: ['no topic', 'no topic'] }),
      lagging('new', { t: [0n] }),
    ];
    const nothing = [
      'empty: nothing is measured: nothing committed that is seen',
      'other: nothing is measured: nothing in these topics',
      'left: nothing is measured: 2 of topics gone',
    ];

    test.each([
      ['groups', { patterns: ['*'] }],
      ['topics', { topics: ['t'] }],
    ])('does not pass where nothing is measured: %s', (_, selection) => {
      expect(judged(groups, 1_000n, selection)).toEqual(nothing);
    });

    test('passes where nothing was asked for', () => {
      expect(judged(groups, 0n)).toEqual([]);
    });

    test('groups that commit no offsets pass by a glob, and not by their name', () => {
      const one = { id: 'jobs', state: 'Stable', coordinator: 1 };
      const withoutOffsets: readonly Group[] = [
        { ...one, type: 'share', protocolType: 'share' },
        { ...one, id: 'worker', type: 'classic', protocolType: 'connect' },
      ];
      expect(judged([], 0n, { patterns: ['*'], withoutOffsets })).toEqual([]);
      expect(judged([], 0n, { patterns: ['jobs', 'worker'], withoutOffsets })).toEqual([
        'jobs: nothing is measured: a group of share commits no offsets',
        'worker: nothing is measured: a group of connect commits no offsets',
      ]);
    });
  });
});
