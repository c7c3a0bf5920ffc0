import { expect, test } from 'vitest';
import { describeBound, readBound, type TrimBound } from '../../../../src/lib/topics/trim/bound.js';

const now = Date.parse('2026-11-21T12:00:00Z');
const at = (text: string): TrimBound => ({ by: 'time', at: Date.parse(text) });

test.each<[string, TrimBound]>([
  ['3d', at('2026-11-18T12:00:00Z')],
  ['4200', { by: 'offset', offset: 4200n }],
])('%s', (text, bound) => {
  expect(readBound(text, now)).toEqual(bound);
});

test.each(['', 'soon', '-1', 'end'])('%j is neither', (text) => {
  expect(() => readBound(text, now)).toThrow(`--before "${text}" is no point in a topic.`);
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
