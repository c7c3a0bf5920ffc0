import { expect, test } from 'vitest';
import { releaseOf, releaseWords } from '../../../src/lib/cluster/release.js';
import type { VersionRange } from '../../../src/lib/kafka/wire/api.js';

const wordsOf = (ranges: Readonly<Record<number, number>>, level?: number) => {
  const known = Object.entries(ranges).map(([key, max]) => [Number(key), { min: 0, max }] as const);
  const features = new Map<string, VersionRange>([['group.version', { min: 0, max: 1 }]]);
  if (level !== undefined) features.set('metadata.version', { min: 1, max: level });
  const release = releaseOf({
    errorCode: 0,
    ranges: new Map(known),
    features: { supported: features, finalized: new Map() },
  });
  return release === undefined ? undefined : releaseWords(release);
};

test.each([
  [1, '3.0'],
  [7, '3.3'],
  [8, '3.4'],
  [19, '3.7'],
  [20, '3.8'],
  [21, '3.9'],
  [25, '4.0'],
  [27, '4.1'],
  [29, '4.2'],
  [30, '4.3'],
  [31, 'at least 4.3'],
  [999, 'at least 4.3'],
  [0, undefined],
])('metadata.version up to %i is Kafka %s, whatever else it serves', (level, words) => {
  expect(wordsOf({ 1: 4 }, level)).toBe(words);
});

// What each release serves of: Produce 0, Fetch 1, ListOffsets 2, Metadata 3, JoinGroup 11, ListGroups 16, AddPartitionsToTxn 24, DescribeAcls 29.
test.each<[string, Readonly<Record<number, number>>, string | undefined]>([
  ['Kafka 3.9 with ZooKeeper', { 0: 11, 1: 17, 2: 9, 3: 12, 11: 9, 16: 5, 24: 5, 29: 3 }, 'at least 3.9'],
  ['Kafka 3.7 with ZooKeeper', { 0: 10, 1: 16, 2: 8, 3: 12, 11: 9, 16: 4, 24: 4, 29: 3 }, 'at least 3.7'],
  ['Kafka 2.8', { 0: 9, 1: 12, 2: 6, 3: 11, 11: 7, 16: 4, 24: 3, 29: 2 }, 'at least 2.8'],
  ['Kafka 2.2', { 0: 7, 1: 10, 2: 5, 3: 7, 11: 4, 16: 2, 24: 1, 29: 1 }, 'at least 2.2'],
  ['Redpanda 24.3', { 0: 7, 1: 11, 2: 4, 3: 8, 11: 6, 16: 4 }, 'at least 2.6'],
  ['what serves nothing', {}, undefined],
])('without it: %s', (_, ranges, words) => {
  expect(wordsOf(ranges)).toBe(words);
});
