import { describe, expect, test } from 'vitest';
import { apiVersions } from '../../../src/lib/kafka/requests/api-versions.js';
import { describeLogDirs } from '../../../src/lib/kafka/requests/describe-log-dirs.js';
import { listGroups } from '../../../src/lib/kafka/requests/list-groups.js';
import { listOffsets, offsetOf } from '../../../src/lib/kafka/requests/list-offsets.js';
import { offsetFetch } from '../../../src/lib/kafka/requests/offset-fetch.js';
import { bytes, hex, read, written } from './bytes.js';

test('ApiVersions v0 asks nothing, and is answered with the versions of each request', () => {
  expect(written(apiVersions, 0, {})).toBe('');
  expect(read(apiVersions, 0, bytes('0000 00000002 0003 0000 000d 002c 0000 0001'))).toEqual({
    errorCode: 0,
    ranges: new Map([
      [3, { min: 0, max: 13 }],
      [44, { min: 0, max: 1 }],
    ]),
  });
});

describe.each([2, 3])('ListOffsets v%i', (version) => {
  test('asks as a client, of what is committed or not', () => {
    const topics = [{ name: 'a', partitions: [0, 2] }];
    expect(written(listOffsets, version, { topics, timestamp: offsetOf.earliest })).toBe(
      hex(`
        ffffffff 00
        00000001 0001 "a" 00000002
          00000000 fffffffffffffffe
          00000002 fffffffffffffffe
      `),
    );
  });

  test('is answered partition by partition', () => {
    const answer = bytes(`
      00000000
      00000001 0001 "a" 00000002
        00000000 0000 ffffffffffffffff 000000e8d4a51000
        00000002 0006 ffffffffffffffff ffffffffffffffff
    `);
    expect(read(listOffsets, version, answer)).toEqual([
      { name: 'a', partition: 0, offset: 1_000_000_000_000n, error: undefined },
      {
        name: 'a',
        partition: 2,
        offset: -1n,
        error: { code: 6, name: 'NOT_LEADER_OR_FOLLOWER', message: null },
      },
    ]);
  });
});

describe('ListGroups', () => {
  const group = { id: 'g', protocolType: 'consumer' };

  test.each([1, 2])('v%i', (version) => {
    expect(written(listGroups, version, {})).toBe('');
    const answer = bytes('00000000 0000 00000001 0001 "g" 0008 "consumer"');
    expect(read(listGroups, version, answer)).toEqual({
      error: undefined,
      groups: [{ ...group, state: undefined }],
    });
  });

  test('v3 is the first flexible one', () => {
    expect(written(listGroups, 3, {})).toBe('00');
    expect(read(listGroups, 3, bytes('00000000 0000 02 02 "g" 09 "consumer" 00 00')).groups).toEqual([
      { ...group, state: undefined },
    ]);
  });

  test('v4 asks for groups of every state, and is told each', () => {
    expect(written(listGroups, 4, {})).toBe('0100');
    const answer = bytes('00000000 0000 02 02 "g" 09 "consumer" 07 "Stable" 00 00');
    expect(read(listGroups, 4, answer).groups).toEqual([{ ...group, state: 'Stable' }]);
    expect(read(listGroups, 4, bytes('00000000 000e 01 00')).error?.name).toBe(
      'COORDINATOR_LOAD_IN_PROGRESS',
    );
  });
});

test('ListGroups v5 asks for groups of every state and type, and is told both', () => {
  expect(written(listGroups, 5, {})).toBe('010100');
  const answer = bytes('00000000 0000 02 02 "g" 09 "consumer" 07 "Stable" 09 "Consumer" 00 00');
  expect(read(listGroups, 5, answer).groups).toEqual([
    { id: 'g', protocolType: 'consumer', state: 'Stable', type: 'Consumer' },
  ]);
});

describe('OffsetFetch', () => {
  test('v5 asks for everything of one group', () => {
    expect(written(offsetFetch, 5, { groups: ['g'] })).toBe(hex('0001 "g" ffffffff'));
    const answer = bytes(`
      00000000
      00000001 0001 "a" 00000002
        00000000 0000000000000007 ffffffff 0000 0000
        00000001 ffffffffffffffff ffffffff ffff 0000
      0000
    `);
    expect(read(offsetFetch, 5, answer)).toEqual([
      { group: '', error: undefined, offsets: [{ name: 'a', partition: 0, offset: 7n }] },
    ]);
  });

  test('v8 asks for everything of many groups', () => {
    expect(written(offsetFetch, 8, { groups: ['g', 'hh'] })).toBe(hex('03 02 "g" 00 00 03 "hh" 00 00 00 00'));
    const answer = bytes(`
      00000000
      03
        02 "g"
          02 02 "a" 02 00000003 0000000000000007 00000001 01 0000 00 00
          0000 00
        03 "hh"
          01
          001e 00
      00
    `);
    expect(read(offsetFetch, 8, answer)).toEqual([
      { group: 'g', error: undefined, offsets: [{ name: 'a', partition: 3, offset: 7n }] },
      { group: 'hh', error: { code: 30, name: 'GROUP_AUTHORIZATION_FAILED', message: null }, offsets: [] },
    ]);
  });
});

describe('DescribeLogDirs v1', () => {
  const unsaid = { totalBytes: undefined, usableBytes: undefined };

  test('asks for some partitions', () => {
    const topics = [{ name: 'a', partitions: [0, 1] }];
    expect(written(describeLogDirs, 1, { topics })).toBe(hex('00000001 0001 "a" 00000002 00000000 00000001'));
  });

  test('is answered with the size of each copy, over all directories', () => {
    const answer = bytes(`
      00000000
      00000003
        0000 0003 "/d1" 00000001 0001 "a" 00000001 00000000 0000000000000400 0000000000000000 00
        0000 0003 "/d2" 00000001 0001 "a" 00000001 00000001 0000000000000005 0000000000000000 01
        0038 0003 "/d3" 00000000
    `);
    expect(read(describeLogDirs, 1, answer)).toEqual({
      errors: [{ code: 56, name: 'KAFKA_STORAGE_ERROR', message: null }],
      replicas: [
        { name: 'a', partition: 0, bytes: 1024n },
        { name: 'a', partition: 1, bytes: 5n },
      ],
      volumes: [unsaid, unsaid],
    });
  });
});
