import { expect, test } from 'vitest';
import { describeBound, readBound, type TrimBound } from '../../../../src/lib/topics/trim/bound.js';

const now = Date.parse('2026-11-21T12:00:00Z');
const at = (text: string): TrimBound => ({ by: 'time', at: Date.parse(text) });

test.each<[string, TrimBound]>([
  ['3d', at('2026-11-18T12:00:00Z')],
  ['1.5h', at('2026-11-21T10:30:00Z')],
  ['2026-11-20T10:00:00Z', at('2026-11-20T10:00:00Z')],
  ['2026-11-20 10:00+09:00', at('2026-11-20T01:00:00Z')],
  ['2026-11-20T10:00:00.250Z', at('2026-11-20T10:00:00.250Z')],
  ['0', { by: 'offset', offset: 0n }],
  ['4200', { by: 'offset', offset: 4200n }],
  ['9223372036854775807', { by: 'offset', offset: 9_223_372_036_854_775_807n }],
])('%s', (text, bound) => {
  expect(readBound(text, now)).toEqual(bound);
});

test.each([
  '',
  'soon',
  '-1',
  '-3d',
  '0d',

  '3 days',
  '2026-11-20',
  '2026-11-20T10:00:00',
  '2026-13-40T10:00:00Z',
  '9223372036854775808',
  '1e3',
  '99999999999d',
])('%j is neither', (text) => {
  expect(() => readBound(text, now)).toThrow(`--before "${text}" is neither a time nor an offset.`);
});

test('a time to come would take everything, which --all says', () => {
  expect(() => readBound('2026-11-22T00:00:00Z', now)).toThrow(
    '--before "2026-11-22T00:00:00Z" is in the future: every record is older. Use --all.',
  );
});

test.each<[string, TrimBound]>([
  ['all records', { by: 'end' }],
  ['records before offset 4200', { by: 'offset', offset: 4200n }],
  ['records before 2026-11-18 10:00:00 UTC', at('2026-11-18T10:00:00.999Z')],
])('%s', (words, bound) => {
  expect(describeBound(bound)).toBe(words);
});
