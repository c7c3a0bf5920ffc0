import { describe, expect, test } from 'vitest';
import type { BrokerMetadata, PartitionMetadata } from '../../../src/lib/kafka/requests/metadata.js';
import { assignReplicas, loadOf } from '../../../src/lib/topics/assign-replicas.js';
import { broker, brokers, placed } from './builders.js';

const assign = (
  partitions: readonly PartitionMetadata[],
  factor: number,
  live: readonly BrokerMetadata[],
  load = loadOf(partitions),
) => assignReplicas({ partitions, factor, brokers: live, load }).map(({ replicas }) => replicas);

describe('more replicas', () => {
  test('go to the brokers that hold least', () => {
    const load = new Map([
      [1, 9],
      [2, 5],
      [3, 2],
      [4, 3],
    ]);
    expect(assign(placed([1]), 3, brokers(4), load)).toEqual([[1, 3, 4]]);
  });

  test('count for the partitions that follow', () => {
    expect(assign(placed([1], [1], [1]), 2, brokers(4))).toEqual([
      [1, 2],
      [1, 3],
      [1, 4],
    ]);
  });

  test('go to racks that the partition is not in, before anything else', () => {
    const live = [broker(1, 'a'), broker(2, 'a'), broker(3, 'b')];
    const load = new Map([
      [1, 1],
      [3, 100],
    ]);
    expect(assign(placed([1]), 2, live, load)).toEqual([[1, 3]]);
  });

  test('are as many as there are brokers when more are wanted', () => {
    expect(assign(placed([2]), 5, brokers(3))).toEqual([[2, 1, 3]]);
  });
});

describe('fewer replicas', () => {
  test('keep the leader, and the order of the others', () => {
    const [partition] = placed([1, 2, 3]);
    const led = [{ ...partition, id: 0, leader: 2, replicas: [1, 2, 3], inSync: [1, 2, 3] }];
    expect(assign(led, 1, brokers(3))).toEqual([[2]]);
    expect(assign(led, 2, brokers(3))).toEqual([[1, 2]]);
  });

  test('keep the preferred leader where there is none', () => {
    const orphan = [{ id: 0, leader: -1, replicas: [3, 1, 2], inSync: [3] }];
    expect(assign(orphan, 1, brokers(3))).toEqual([[3]]);
  });

  test.each([
    ['dead brokers first', brokers(2), [1, 3, 2], [1, 2]],
    [
      'then a second copy in the same rack',
      [broker(1, 'a'), broker(2, 'a'), broker(3, 'b')],
      [1, 2, 3],
      [1, 3],
    ],
    ['then the brokers that hold most', brokers(3), [1, 2, 3], [1, 3]],
  ])('give up %s', (_, live, before, after) => {
    const load = new Map([
      [1, 1],
      [2, 3],
      [3, 2],
    ]);
    expect(assign(placed(before), after.length, live, load)).toEqual([after]);
  });

  test('make room for the partitions that follow', () => {
    expect(assign(placed([1, 2, 3], [1]), 2, brokers(3))).toEqual([
      [1, 2],
      [1, 3],
    ]);
  });
});
