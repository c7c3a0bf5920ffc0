import { describe, expect, test } from 'vitest';
import { pointWords } from '../../src/commands/flags.js';
import { parseResetPoint } from '../../src/lib/groups/reset/reset-point.js';
import { parseFrom } from '../../src/lib/messages/read/starting-point.js';
import { noPoint, parsePoint, pointForms } from '../../src/lib/point-in-topic.js';
import { readBound } from '../../src/lib/topics/trim/bound.js';

const now = Date.parse('2026-11-21T12:00:00Z');
const at = (text: string) => ({ kind: 'time', at: BigInt(Date.parse(text)) });

const points: [string, object][] = [
  ['0', { kind: 'offset', offset: 0n }],
  ['4200', { kind: 'offset', offset: 4200n }],
  ['9223372036854775807', { kind: 'offset', offset: 2n ** 63n - 1n }],
  ['-90m', at('2026-11-21T10:30:00Z')],
  ['90m', at('2026-11-21T10:30:00Z')],
  ['1.5h', at('2026-11-21T10:30:00Z')],
  ['-3d', at('2026-11-18T12:00:00Z')],
  ['-1w', at('2026-11-14T12:00:00Z')],
  ['-99999999w', at('1970-01-01T00:00:00Z')],
  ['@1700000000000', { kind: 'time', at: 1_700_000_000_000n }],
  ['2026-11-20T10:00:00Z', at('2026-11-20T10:00:00Z')],
  ['2026-11-20T10:00:00.250Z', at('2026-11-20T10:00:00.250Z')],
  ['2026-11-20 10:00+09:00', at('2026-11-20T01:00:00Z')],
  ['2026-11-20T10:00+0900', at('2026-11-20T01:00:00Z')],
  ['2024-02-29T00:00:00Z', at('2024-02-29T00:00:00Z')],
];

const nonsense = [
  ...[
    '',
    'soon',
    'end of it',
    '1e3',
    '1.5',
    '--1',
    '0d',
    '-0h',
    '+1h',
    '-1y',
    '3 days',
    '9223372036854775808',
  ],
  ...[
    '2026-11-20',
    '2026-11-20T10:00:00',
    '2026-13-40T10:00:00Z',
    '2026-02-30T00:00:00Z',
    '2026-04-31 00:00+09:00',
    '2027-02-29T10:00:00Z',
    '1969-01-01T00:00:00Z',
    '@-1',
  ],
];

test.each(points)('%s', (text, point) => {
  expect(parsePoint(text, now)).toEqual(point);
});

test.each(nonsense)('%j is no point: a time without a zone would be another one elsewhere', (text) => {
  expect(parsePoint(text, now)).toBeUndefined();
});

describe('every command', () => {
  test('takes the same forms', () => {
    for (const [text] of points) {
      const point = parsePoint(text, now);
      expect(parseResetPoint(text, now)).toEqual(point);
      const by = point?.kind === 'time' ? Number(point.at) : point?.offset;
      const bound = readBound(text, now);
      expect(bound.by === 'time' ? bound.at : bound.by === 'offset' && bound.offset).toBe(by);
      const from = parseFrom(text, now);
      expect(from.at === 'time' ? Number(from.timestamp) : from.at === 'offset' && from.offset).toBe(by);
    }
  });

  test('refuses the rest in the same words', () => {
    for (const text of nonsense) {
      expect(parseResetPoint(text, now)).toBeUndefined();
      expect(() => readBound(text, now)).toThrow(noPoint('--before', text).message);
      expect(() => parseFrom(text, now)).toThrow(noPoint('--from', text).message);
    }
  });

  test('asks for the zone where only that is missing', () => {
    const words = (text: string) => {
      const { message, hint } = noPoint('--to', text);
      return [message, hint];
    };
    expect(words('2026-11-20 10:00')).toEqual([
      '--to "2026-11-20 10:00" has no zone.',
      'Write its zone: 2026-11-20T10:00Z',
    ]);
    expect(words('2026-11-20')[1]).toBe('Write its zone: 2026-11-20T00:00:00Z');
    expect(words('2026-02-30T00:00:00')).toEqual([
      '--to "2026-02-30T00:00:00" is no point in a topic.',
      `Write ${pointForms}.`,
    ]);
  });

  test('says them alike in help and in errors', () => {
    expect(pointWords).toBe(pointForms);
  });
});
