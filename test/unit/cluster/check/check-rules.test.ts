import { expect, test } from 'vitest';
import { burstOf } from '../../../../src/lib/cluster/check/burst.js';
import { CheckRecords, checkHeader } from '../../../../src/lib/cluster/check/check-records.js';
import { choosePlaces, replicasForAll } from '../../../../src/lib/cluster/check/choose-places.js';
import { countReads } from '../../../../src/lib/cluster/check/count-reads.js';
import { percentilesOf } from '../../../../src/lib/cluster/check/percentiles.js';
import { isShared, sharePartitions } from '../../../../src/lib/cluster/check/share-partitions.js';

test('every broker leads a partition, and there are two at least', () => {
  expect(replicasForAll([1, 2, 3, 7], false)).toEqual([
    [1, 2, 3],
    [2, 3, 7],
    [3, 7, 1],
    [7, 1, 2],
  ]);
  expect(replicasForAll([4], false)).toEqual([[4], [4]]);
  expect(replicasForAll([1, 2], false)).toEqual([
    [1, 2],
    [2, 1],
  ]);
  expect(replicasForAll([1, 2], true)).toEqual([[1], [2]]);
  expect(replicasForAll([], false)).toEqual([]);
});

test('of a topic that is there, one partition of each leader; two of an only one', () => {
  const topic = (...leaders: number[]) => ({
    ...{ name: 't', error: undefined, internal: false },
    partitions: leaders.map((leader, id) => ({ id, leader, replicas: [], inSync: [] })),
  });
  const chosen = (...leaders: number[]) => choosePlaces(topic(...leaders)).map(({ partition }) => partition);
  expect(chosen(2, 2, -1, 1, 2, 3)).toEqual([0, 3, 5]);
  expect(chosen(-1, 4, 4, 4)).toEqual([1, 2]);
  expect(chosen(1)).toEqual([0]);
  expect(chosen(-1)).toEqual([]);
});

test('percentiles are spans that were measured, by nearest rank', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentilesOf(hundred)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
  expect(percentilesOf([7])).toEqual({ p50: 7, p95: 7, p99: 7, max: 7 });
  expect(percentilesOf([1, 10])).toEqual({ p50: 1, p95: 10, p99: 10, max: 10 });
  expect(percentilesOf([])).toBeUndefined();
});

test('members share partitions in turn; they agree when each is in one hand, in one generation', () => {
  expect(sharePartitions(['a', 'b'], [0, 3, 5])).toEqual([
    { member: 'a', partitions: [0, 5] },
    { member: 'b', partitions: [3] },
  ]);
  const has = (generation: number, ...partitions: number[]) => ({ generation, partitions });
  expect(isShared([has(2, 0), has(2, 1)], [0, 1])).toBe(true);
  expect(isShared([has(2, 0), has(1, 1)], [0, 1])).toBe(false);
  expect(isShared([has(1, 0, 1), undefined], [0, 1])).toBe(false);
  expect(isShared([has(2, 0, 1), has(2, 1)], [0, 1])).toBe(false);
  expect(isShared([has(2, 0), has(2, 0)], [0, 1])).toBe(false);
});

test('what was acknowledged must be read, and nothing twice; what was not may be there', () => {
  const counts = new Map([
    [0, 1],
    [1, 2],
    [9, 1],
    [8, 3],
  ]);
  expect(countReads([0, 1, 2, 3], counts)).toEqual({ read: 2, missing: 2, twice: 2 });
  expect(countReads([0], new Map([[0, 1]]))).toEqual({ read: 1, missing: 0, twice: 0 });
});

test('records are known by their numbers, and none of others is taken for one', () => {
  const records = new CheckRecords('check-1', 10, () => 5);
  const [first, second] = [records.make(), records.make()];
  expect(records.numberOf(second.message)).toBe(1);
  expect(first.message).toMatchObject({
    ...{ timestamp: 5n, value: { length: 10 } },
    headers: [{ key: checkHeader, value: Buffer.from('check-1') }],
  });
  const others = ['check-2/0', 'check-1/', 'check-1/1x', 'check-1', '1'].map((text) => Buffer.from(text));
  for (const key of [...others, null, records.uncounted().key])
    expect(records.numberOf({ key })).toBeUndefined();
});

test('a burst is a hundred records for each round trip, and 64 MiB at most', () => {
  expect(burstOf(100, 1_024)).toBe(10_000);
  expect(burstOf(100, 1_000_000)).toBe(67);
  expect(burstOf(10_000, 1)).toBe(1_000_000);
});
