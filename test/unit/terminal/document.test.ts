import { expect, test } from 'vitest';
import { jsonText, writeDocument } from '../../../src/lib/terminal/document.js';

const name = 'a\u009b31m\u202eb\u2066\u200f\u2028\u007f\u001b é';
const escaped = String.raw`a\u009b31m\u202eb\u2066\u200f\u2028\u007f\u001b é`;

test('what a terminal would act on is escaped, and the value stays the same', () => {
  expect(jsonText({ [name]: name })).toBe(`{"${escaped}":"${escaped}"}`);
  expect(JSON.parse(jsonText({ [name]: name }, 2))).toEqual({ [name]: name });
});

test('in documents, which are indented', async () => {
  const lines: string[] = [];
  const output = { line: (text: string) => lines.push(text), write: () => {}, columns: 80, isTerminal: true };
  await writeDocument(output as never, 'json', { name });
  expect(lines).toEqual([`{\n  "name": "${escaped}"\n}`]);
});
