import { describe, expect, test } from 'vitest';
import { parseFrom } from '../../../../src/lib/messages/read/starting-point.js';

const now = Date.parse('2026-03-01T12:00:00Z');

describe('--from', () => {
  test.each<[string, object]>([
    ['start', { at: 'start' }],
    ['end', { at: 'end' }],
    ['earliest', { at: 'start' }],
    ['latest', { at: 'end' }],
    ['0', { at: 'offset', offset: 0n }],
    ['-1h', { at: 'time', timestamp: BigInt(now - 3_600_000) }],
  ])('%s', (text, point) => {
    expect(parseFrom(text, now)).toEqual(point);
  });

  test.each(['', 'begin', '-5', 'first'])('"%s" is no place', (text) => {
    expect(() => parseFrom(text, now)).toThrow(`--from "${text}" is no point in a topic.`);
  });

  test('so many before the end is a flag of its own', () => {
    expect(() => parseFrom('-5', now)).toThrow(
      expect.objectContaining({ hint: 'The last 5 of each partition: --last 5' }),
    );
  });
});
