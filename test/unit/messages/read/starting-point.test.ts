import { describe, expect, test } from 'vitest';
import { parseFrom, parsePartitions } from '../../../../src/lib/messages/read/starting-point.js';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('--from', () => {
  test.each<[string, object]>([
    ['start', { at: 'start' }],
    ['end', { at: 'end' }],
    ['0', { at: 'offset', offset: 0n }],
    ['9223372036854775807', { at: 'offset', offset: 2n ** 63n - 1n }],
    ['2026-03-01T11:00:00Z', { at: 'time', timestamp: BigInt(now - 3_600_000) }],
    ['2026-03-01T20:00:00.5+09:00', { at: 'time', timestamp: BigInt(now - 3_600_000 + 500) }],
    ['2026-03-01', { at: 'time', timestamp: BigInt(now - 12 * 3_600_000) }],
    ['-1h', { at: 'time', timestamp: BigInt(now - 3_600_000) }],
    ['-1.5d', { at: 'time', timestamp: BigInt(now - 36 * 3_600_000) }],
    ['-1000000w', { at: 'time', timestamp: 0n }],
    ['@1700000000000', { at: 'time', timestamp: 1700000000000n }],
  ])('%s', (text, point) => {
    expect(parseFrom(text, now)).toEqual(point);
  });

  test.each(['', 'begin', '-5', '1h', '9223372036854775808', '2026-02-31T99:00:00Z', 'tomorrow', '-1y'])(
    '"%s" is no place',
    (text) => {
      expect(() => parseFrom(text, now)).toThrow(`--from ${text}: no place to begin.`);
    },
  );
});

test('--partition', () => {
  expect(parsePartitions('5, 0,2-4,3')).toEqual([0, 2, 3, 4, 5]);
  for (const text of ['', 'a', '3-1', '1,', '-1', '0-99999999'])
    expect(() => parsePartitions(text)).toThrow(`--partition ${text}: expected numbers such as 0,2,5-7.`);
});
