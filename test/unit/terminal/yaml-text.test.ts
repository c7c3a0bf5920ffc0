import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { yamlText } from '../../../src/lib/terminal/yaml-text.js';

const active = /[\u0080-\u009f\u2028\u2029\p{Bidi_Control}]/u;

test('what a terminal acts on is written as an escape', () => {
  expect(yamlText({ words: 'x\u009b31m', 'k\u202e': 'line\n\u2028', 'C:\\u202e': 1 })).toBe(
    'words: "x\\u009b31m"\n"k\\u202e": "line\\n\\u2028"\nC:\\u202e: 1\n',
  );
});

test.each([' \n', '\n \n', '\n', '\t\n '])('blank lines are read back as they were: %j', (words) => {
  expect(parse(yamlText({ words, more: [words] }))).toEqual({ words, more: [words] });
});

test('it is read back as it was, and nothing in it acts', () => {
  const text = fc.string({ unit: fc.constantFrom(...'ab: #-"\'\\\n\t\u009b\u202e\u2028é😀{[') });
  fc.assert(
    fc.property(fc.dictionary(text, fc.oneof(text, fc.array(text), fc.integer())), (value) => {
      const written = yamlText(value);
      expect(parse(written)).toEqual({ ...value });
      expect(active.test(written)).toBe(false);
    }),
  );
});
