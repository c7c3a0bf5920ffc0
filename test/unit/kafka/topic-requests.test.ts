import { describe, expect, test } from 'vitest';
import { createPartitions } from '../../../src/lib/kafka/requests/create-partitions.js';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { deleteTopics } from '../../../src/lib/kafka/requests/delete-topics.js';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { bytes, hex, read, written } from './bytes.js';

/** What a broker says about two topics in the older versions: one went well, of the other it says why not. */
const twoResults = bytes(`
  00000064
  00000002
    0001 "a" 0000 ffff
    0001 "b" 0026 000a "larger tha"
`);
const results = [
  { name: 'a', error: undefined },
  { name: 'b', error: { code: 38, name: 'INVALID_REPLICATION_FACTOR', message: 'larger tha' } },
];

describe.each([5, 6])('Metadata v%i', (version) => {
  test('asks for all topics with null, for none with an empty list, and creates none', () => {
    expect(written(metadata, version, { topics: null })).toBe(hex('ffffffff 00'));
    expect(written(metadata, version, { topics: [] })).toBe(hex('00000000 00'));
    expect(written(metadata, version, { topics: ['a', 'bc'] })).toBe(hex('00000002 0001 "a" 0002 "bc" 00'));
  });

  test('is answered with brokers, topics and partitions, the partitions in order', () => {
    const answer = bytes(`
      00000000
      00000002
        00000001 0002 "b1" 00002384 0001 "r"
        00000002 0002 "b2" 00002385 ffff
      0002 "c1"
      00000002
      00000002
        0000 0001 "a" 00
          00000002
            0000 00000001 00000002 00000002 00000002 00000001 00000001 00000002 00000001 00000001
            0005 00000000 ffffffff 00000001 00000001 00000000 00000001 00000001
        0003 0001 "_" 01
          00000000
    `);
    expect(read(metadata, version, answer)).toEqual({
      brokers: [
        { id: 1, host: 'b1', port: 9092, rack: 'r' },
        { id: 2, host: 'b2', port: 9093, rack: null },
      ],
      clusterId: 'c1',
      controllerId: 2,
      topics: [
        {
          name: 'a',
          error: undefined,
          internal: false,
          partitions: [
            { id: 0, leader: -1, replicas: [1], inSync: [] },
            { id: 1, leader: 2, replicas: [2, 1], inSync: [2] },
          ],
        },
        {
          name: '_',
          error: { code: 3, name: 'UNKNOWN_TOPIC_OR_PARTITION', message: null },
          internal: true,
          partitions: [],
        },
      ],
    });
  });
});

describe.each([2, 3, 4])('CreateTopics v%i', (version) => {
  test('names each topic with its shape and its settings', () => {
    const topics = [
      { name: 'a', partitions: 3, replicationFactor: 2, configs: { 'retention.ms': '5', k: '' } },
      { name: 'b', partitions: -1, replicationFactor: -1, configs: {} },
    ];
    const request = { topics, timeoutMs: 30_000, validateOnly: true };
    expect(written(createTopics, version, request)).toBe(
      hex(`
        00000002
          0001 "a" 00000003 0002 00000000
            00000002 000c "retention.ms" 0001 "5" 0001 "k" 0000
          0001 "b" ffffffff ffff 00000000
            00000000
        00007530 01
      `),
    );
  });

  test('is answered topic by topic', () => {
    expect(read(createTopics, version, twoResults)).toEqual({ throttleMs: 100, results });
  });
});

describe.each([0, 1])('CreatePartitions v%i', (version) => {
  test('names each topic with its new total, and leaves the places to the brokers', () => {
    const request = { topics: [{ name: 'a', total: 12 }], timeoutMs: 1, validateOnly: false };
    expect(written(createPartitions, version, request)).toBe(
      hex('00000001 0001 "a" 0000000c ffffffff 00000001 00'),
    );
  });

  test('is answered topic by topic', () => {
    expect(read(createPartitions, version, twoResults)).toEqual({ throttleMs: 100, results });
  });
});

describe('DeleteTopics', () => {
  const request = { names: ['a', 'b'], timeoutMs: 30_000 };
  const error = { code: 29, name: 'TOPIC_AUTHORIZATION_FAILED' };

  test.each([1, 2, 3])('v%i', (version) => {
    expect(written(deleteTopics, version, request)).toBe(hex('00000002 0001 "a" 0001 "b" 00007530'));
    const answer = bytes('00000000 00000002 0001 "a" 0000 0001 "b" 001d');
    expect(read(deleteTopics, version, answer)).toEqual({
      throttleMs: 0,
      results: [
        { name: 'a', error: undefined },
        { name: 'b', error: { ...error, message: null } },
      ],
    });
  });

  test('v4 is the first flexible one', () => {
    expect(written(deleteTopics, 4, request)).toBe(hex('03 02 "a" 02 "b" 00007530 00'));
    const answer = bytes('00000000 03 02 "a" 0000 00 02 "b" 001d 00 00');
    expect(read(deleteTopics, 4, answer).results).toEqual([
      { name: 'a', error: undefined },
      { name: 'b', error: { ...error, message: null } },
    ]);
  });

  test('v5 says why in words', () => {
    expect(written(deleteTopics, 5, request)).toBe(hex('03 02 "a" 02 "b" 00007530 00'));
    const answer = bytes('00000000 03 02 "a" 0000 00 00 02 "b" 001d 03 "no" 00 00');
    expect(read(deleteTopics, 5, answer).results).toEqual([
      { name: 'a', error: undefined },
      { name: 'b', error: { ...error, message: 'no' } },
    ]);
  });
});
