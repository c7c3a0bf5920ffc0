import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  descriptionOf,
  isOurs,
  labelIn,
  readDescription,
} from '../../../../src/lib/power/schedule/description.js';

const arn = 'arn:aws:eks:ap-northeast-2:123456789012:nodegroup/shop/spot/1ac3';

test('says what it does of what, and how it wakes where nothing else does', () => {
  const label = 'nodegroup spot';
  expect(descriptionOf({ direction: 'wake', label, id: arn, wakesTo: undefined })).toBe(
    `exops: wake of nodegroup spot [${arn}]`,
  );
  expect(descriptionOf({ direction: 'sleep', label, id: arn, wakesTo: { desired: 2, min: 1 } })).toBe(
    `exops: sleep of nodegroup spot, which wakes to 2 (min 1) [${arn}]`,
  );
});

const size = fc.record(
  { desired: fc.integer({ min: 1, max: 99_999 }), min: fc.integer({ min: 0, max: 99_999 }) },
  { requiredKeys: ['desired'] },
);
const described = fc.record({
  direction: fc.constantFrom('sleep' as const, 'wake' as const),
  label: fc.oneof(
    fc.string({ unit: 'grapheme-ascii', maxLength: 700 }),
    fc.string({ unit: fc.constantFrom(' ', '[', ']', 'a'), maxLength: 20 }),
  ),
  id: fc.constantFrom(arn, 'i-0123456789abcdef0', 'web'),
  wakesTo: fc.option(size, { nil: undefined }),
});

test('is read back, and never longer than Scheduler takes', () => {
  fc.assert(
    fc.property(described, (one) => {
      const text = descriptionOf(one);
      expect(text.length).toBeLessThanOrEqual(512);
      expect(isOurs({ description: text })).toBe(true);
      const read = readDescription(text);
      expect(read?.id).toBe(one.id);
      expect(read?.wakesTo).toEqual(one.wakesTo);
      expect(one.label.startsWith(read?.label ?? '?')).toBe(true);
    }),
  );
});

test('is the same label, whatever the size', () => {
  fc.assert(
    fc.property(described, size, (one, other) => {
      const short = { ...one, label: one.label.slice(0, 100) };
      const [before, after] = [short, { ...short, wakesTo: other }].map(descriptionOf);
      expect(labelIn(before ?? '')).toBe(labelIn(after ?? '?'));
    }),
  );
});

test('of others is none', () => {
  expect(isOurs({ description: undefined })).toBe(false);
  expect(isOurs({ description: 'Stops the db' })).toBe(false);
  expect(readDescription('exops: sleep of db')).toBeUndefined();
  expect(readDescription(`my note: ${arn} [${arn}]`)).toBeUndefined();
  expect(readDescription(undefined)).toBeUndefined();
});
