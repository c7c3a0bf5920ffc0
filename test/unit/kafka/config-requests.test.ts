import { describe, expect, test } from 'vitest';
import { describeConfigs } from '../../../src/lib/kafka/requests/describe-configs.js';
import { incrementalAlterConfigs } from '../../../src/lib/kafka/requests/incremental-alter-configs.js';
import { bytes, hex, read, written } from './bytes.js';

describe.each([1, 2])('DescribeConfigs v%i', (version) => {
  const resources = [
    { type: 'topic', name: 'a' },
    { type: 'broker', name: '1' },
  ] as const;

  test('asks for every setting with null, and for no synonyms', () => {
    expect(written(describeConfigs, version, { resources, keys: null })).toBe(
      hex('00000002 02 0001 "a" ffffffff 04 0001 "1" ffffffff 00'),
    );
  });

  test('asks for some settings of each', () => {
    expect(written(describeConfigs, version, { resources, keys: ['k', 'ms'] })).toBe(
      hex(`
        00000002
          02 0001 "a" 00000002 0001 "k" 0002 "ms"
          04 0001 "1" 00000002 0001 "k" 0002 "ms"
        00
      `),
    );
  });

  test('is answered with values and where each comes from', () => {
    const answer = bytes(`
      00000000
      00000003
        0000 ffff 02 0001 "a"
          00000007
            0001 "u" 0001 "0" 00 00 00 00000000
            0001 "t" 0001 "1" 00 01 00 00000001 0001 "t" 0001 "1" 05
            0001 "b" 0001 "2" 00 02 00 00000000
            0001 "d" 0001 "3" 00 03 00 00000000
            0001 "s" 0001 "4" 01 04 00 00000000
            0001 "p" ffff 00 05 01 00000001 0001 "p" ffff 05
            0001 "n" 0000 00 06 00 00000000
        001d 0002 "no" 02 0001 "x" 00000000
        0023 ffff 08 0001 "y" 00000000
    `);
    const entry = (name: string, value: string | null, source: string) => ({ name, value, source });
    expect(read(describeConfigs, version, answer)).toEqual([
      {
        type: 'topic',
        name: 'a',
        error: undefined,
        entries: [
          entry('u', '0', 'unknown'),
          entry('t', '1', 'topic'),
          entry('b', '2', 'dynamic broker'),
          entry('d', '3', 'dynamic default broker'),
          entry('s', '4', 'static broker'),
          entry('p', null, 'default'),
          entry('n', '', 'other'),
        ],
      },
      {
        type: 'topic',
        name: 'x',
        error: { code: 29, name: 'TOPIC_AUTHORIZATION_FAILED', message: 'no' },
        entries: [],
      },
      {
        type: 'other',
        name: 'y',
        error: { code: 35, name: 'UNSUPPORTED_VERSION', message: null },
        entries: [],
      },
    ]);
  });
});

describe('IncrementalAlterConfigs v0', () => {
  test('sets a value with 0, and takes one away with 1 and null', () => {
    const request = {
      resources: [
        {
          type: 'topic',
          name: 'a',
          operations: [
            { operation: 'set', key: 'k', value: 'v' },
            { operation: 'delete', key: 'ms' },
            { operation: 'set', key: 'e', value: '' },
          ],
        },
        { type: 'broker', name: '1', operations: [] },
      ],
      validateOnly: true,
    } as const;
    expect(written(incrementalAlterConfigs, 0, request)).toBe(
      hex(`
        00000002
          02 0001 "a" 00000003
            0001 "k" 00 0001 "v"
            0002 "ms" 01 ffff
            0001 "e" 00 0000
          04 0001 "1" 00000000
        01
      `),
    );
  });

  test('is answered resource by resource', () => {
    const answer = bytes(`
      00000000
      00000002
        0000 ffff 02 0001 "a"
        0028 0003 "bad" 04 0001 "1"
    `);
    expect(read(incrementalAlterConfigs, 0, answer)).toEqual([
      { type: 'topic', name: 'a', error: undefined },
      { type: 'broker', name: '1', error: { code: 40, name: 'INVALID_CONFIG', message: 'bad' } },
    ]);
  });
});
