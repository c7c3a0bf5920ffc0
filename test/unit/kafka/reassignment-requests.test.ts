import { describe, expect, test } from 'vitest';
import { alterPartitionReassignments } from '../../../src/lib/kafka/requests/alter-partition-reassignments.js';
import { listPartitionReassignments } from '../../../src/lib/kafka/requests/list-partition-reassignments.js';
import { bytes, hex, read, written } from './bytes.js';

describe('AlterPartitionReassignments v0', () => {
  test('names the brokers of each partition', () => {
    const topics = [
      {
        name: 'a',
        partitions: [
          { partition: 0, replicas: [1, 2] },
          { partition: 7, replicas: [3] },
        ],
      },
    ];
    expect(written(alterPartitionReassignments, 0, { topics, timeoutMs: 30_000 })).toBe(
      hex(`
        00007530
        02
          02 "a"
            03
              00000000 03 00000001 00000002 00
              00000007 02 00000003 00
          00
        00
      `),
    );
  });

  test('ends a move with no brokers at all', () => {
    const topics = [{ name: 'a', partitions: [{ partition: 7, replicas: null }] }];
    expect(written(alterPartitionReassignments, 0, { topics, timeoutMs: 1 })).toBe(
      hex('00000001 02 02 "a" 02 00000007 00 00 00 00'),
    );
  });

  test('says from version 1 on whether the number of replicas may change', () => {
    const request = { topics: [], timeoutMs: 1 };
    expect(written(alterPartitionReassignments, 1, request)).toBe(hex('00000001 01 01 00'));
    expect(written(alterPartitionReassignments, 1, { ...request, keepsFactor: true })).toBe(
      hex('00000001 00 01 00'),
    );
    expect(read(alterPartitionReassignments, 1, bytes('00000000 00 0000 00 01 00'))).toEqual({
      error: undefined,
      results: [],
    });
  });

  test('is answered partition by partition', () => {
    const answer = bytes(`
      00000000 0000 00
      02
        02 "a"
          03
            00000000 0000 00 00
            00000007 0027 04 "bad" 00
        00
      00
    `);
    expect(read(alterPartitionReassignments, 0, answer)).toEqual({
      error: undefined,
      results: [
        { name: 'a', partition: 0, error: undefined },
        { name: 'a', partition: 7, error: { code: 39, name: 'INVALID_REPLICA_ASSIGNMENT', message: 'bad' } },
      ],
    });
  });

  test('may be refused as a whole', () => {
    expect(read(alterPartitionReassignments, 0, bytes('00000000 001f 03 "no" 01 00'))).toEqual({
      error: { code: 31, name: 'CLUSTER_AUTHORIZATION_FAILED', message: 'no' },
      results: [],
    });
  });
});

describe('ListPartitionReassignments v0', () => {
  test('asks for all topics', () => {
    expect(written(listPartitionReassignments, 0, { timeoutMs: 10_000 })).toBe(hex('00002710 00 00'));
  });

  test('is answered with the moves that run', () => {
    const answer = bytes(`
      00000000 0000 00
      03
        02 "a"
          02
            00000004 04 00000001 00000002 00000003 02 00000003 02 00000001 00
        00
        03 "bc"
          02
            00000000 02 00000001 01 01 00
        00
      00
    `);
    expect(read(listPartitionReassignments, 0, answer)).toEqual({
      error: undefined,
      partitions: [
        { name: 'a', partition: 4, replicas: [1, 2, 3], adding: [3], removing: [1] },
        { name: 'bc', partition: 0, replicas: [1], adding: [], removing: [] },
      ],
    });
  });

  test('passes over fields that a later broker adds', () => {
    const answer = bytes(
      '00000000 0000 00 02 02 "a" 02 00000004 01 01 01 01 05 02 "xy" 01 00 00 01 07 01 00',
    );
    expect(read(listPartitionReassignments, 0, answer).partitions).toEqual([
      { name: 'a', partition: 4, replicas: [], adding: [], removing: [] },
    ]);
  });

  test('may be refused', () => {
    expect(read(listPartitionReassignments, 0, bytes('00000000 001f 00 01 00')).error?.name).toBe(
      'CLUSTER_AUTHORIZATION_FAILED',
    );
  });
});
