import { describe, expect, test } from 'vitest';
import { apiVersions } from '../../../src/lib/kafka/requests/api-versions.js';
import { describeLogDirs } from '../../../src/lib/kafka/requests/describe-log-dirs.js';
import { describeQuorum } from '../../../src/lib/kafka/requests/describe-quorum.js';
import { bytes, hex, read, written } from './bytes.js';

describe.each([3, 4])('ApiVersions v%i', (version) => {
  test('says who asks', () => {
    expect(written(apiVersions, version, {})).toBe(hex('06 "exops" 08 "unknown" 00'));
  });

  test('is answered with features in tagged fields, of which others are passed over', () => {
    const answer = bytes(`
      0000
      02 0003 0000 000d 00
      00000000
      04
        00 17 02 11 "metadata.version" 0007 001b 00
        01 08 0000000000000005
        02 17 02 11 "metadata.version" 001a 0007 00
        03 01 00
    `);
    expect(read(apiVersions, version, answer)).toEqual({
      errorCode: 0,
      ranges: new Map([[3, { min: 0, max: 13 }]]),
      features: {
        supported: new Map([['metadata.version', { min: 7, max: 27 }]]),
        finalized: new Map([['metadata.version', 26]]),
      },
    });
  });

  test('is answered without features by what has none', () => {
    const { features } = read(apiVersions, version, bytes('0000 01 00000000 00'));
    expect(features).toEqual({ supported: new Map(), finalized: new Map() });
  });

  test('fields of a tagged field can not reach beyond it', () => {
    expect(() => read(apiVersions, version, bytes('0000 01 00000000 01 00 02 02 05 "abcd"'))).toThrow(
      '4 bytes wanted where 0 are left',
    );
  });
});

describe('DescribeQuorum v0', () => {
  test("asks for the cluster's metadata log", () => {
    expect(written(describeQuorum, 0, {})).toBe(hex('02 13 "__cluster_metadata" 02 00000000 00 00 00'));
  });

  test('is answered with who leads and who votes', () => {
    const answer = bytes(`
      0000
      02 13 "__cluster_metadata" 02
        00000000 0000 00000002 00000007 0000000000000009
          03 00000002 0000000000000009 00 00000001 0000000000000008 00
          02 00000004 0000000000000007 00
        00
      00
      00
    `);
    expect(read(describeQuorum, 0, answer)).toEqual({ error: undefined, leader: 2, voters: [2, 1] });
  });

  test('is refused as a whole, or has no leader', () => {
    expect(read(describeQuorum, 0, bytes('001f 01 00'))).toEqual({
      error: { code: 31, name: 'CLUSTER_AUTHORIZATION_FAILED', message: null },
      leader: undefined,
      voters: [],
    });
    const none = bytes('0000 02 02 "m" 02 00000000 0000 ffffffff 00000007 0000000000000009 01 01 00 00 00');
    expect(read(describeQuorum, 0, none)).toEqual({ error: undefined, leader: undefined, voters: [] });
  });
});

describe('DescribeLogDirs', () => {
  const size = { name: 'a', partition: 1, bytes: 5n };
  const topics = '02 02 "a" 02 00000001 0000000000000005 0000000000000000 00 00 00';
  const unsaid = { totalBytes: undefined, usableBytes: undefined };

  test.each([2, 3, 4])('v%i asks for all topics with null, or for some partitions', (version) => {
    expect(written(describeLogDirs, version, { topics: null })).toBe(hex('00 00'));
    expect(written(describeLogDirs, version, { topics: [{ name: 'a', partitions: [1] }] })).toBe(
      hex('02 02 "a" 02 00000001 00 00'),
    );
  });

  test('v2 says no more than v1', () => {
    expect(read(describeLogDirs, 2, bytes(`00000000 02 0000 03 "/d" ${topics} 00 00`))).toEqual({
      errors: [],
      replicas: [size],
      volumes: [unsaid],
    });
  });

  test('v3 says so when the right is missing', () => {
    const { errors, volumes } = read(describeLogDirs, 3, bytes('00000000 001f 01 00'));
    expect(errors.map(({ name }) => name)).toEqual(['CLUSTER_AUTHORIZATION_FAILED']);
    expect(volumes).toEqual([]);
  });

  test('v4 says how large each volume is, unless the broker does not know', () => {
    const answer = bytes(`
      00000000 0000
      04
        0000 03 "/d" ${topics} 0000000000000064 000000000000001e 00
        0000 03 "/e" 01 ffffffffffffffff ffffffffffffffff 00
        0038 03 "/f" 01 0000000000000000 0000000000000000 00
      00
    `);
    expect(read(describeLogDirs, 4, answer)).toEqual({
      errors: [{ code: 56, name: 'KAFKA_STORAGE_ERROR', message: null }],
      replicas: [size],
      volumes: [{ totalBytes: 100n, usableBytes: 30n }, unsaid],
    });
  });
});
