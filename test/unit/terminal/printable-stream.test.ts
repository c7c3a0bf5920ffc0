import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { printableStream } from '../../../src/lib/terminal/printable-stream.js';

async function through(...pieces: readonly (string | Buffer)[]): Promise<string> {
  const stream = printableStream();
  for (const piece of pieces) stream.write(piece);
  stream.end();
  return text(stream);
}

test.each([
  ['two\nlines\r\nand\ta tab', 'two\nlines\r\nand\ta tab'],
  ['\u001b[31mred\u001b[0m', '\u001b[31mred\u001b[0m'],
  ['\u001b]0;title\u0007', '\\x1b]0;title\\x07'],
  ['\u001b[2J\u001b[H', '\\x1b[2J\\x1b[H'],
  ['back\rover', 'back\\rover'],
])('%j', async (given, shown) => {
  expect(await through(given)).toBe(shown);
});

test('whatever the pieces', async () => {
  expect(await through('a\u001b', '[3', '1mred', '\u001b]x')).toBe('a\u001b[31mred\\x1b]x');
  const euro = Buffer.from('€');
  expect(await through(euro.subarray(0, 1), euro.subarray(1))).toBe('€');
  expect(await through('ends with \u001b')).toBe('ends with \\x1b');
});
