import { expect, test } from 'vitest';
import { linesFor, readShellWord, type Shell } from '../../../../src/commands/completion/for-shell.js';

test.each([
  ['orders', 'orders', ''],
  ['pay\\ ment', 'pay ment', ''],
  ["'it'\\''s", "it's", "'"],
  ["'a\\'", 'a\\', ''],
  ['"a\\\\"b', 'a\\b', ''],
  ['"a\\"b\\c$x', 'a"b\\c$x', '"'],
  ['$(touch x)`y`', '$(touch x)`y`', ''],
  ["pay'ment", 'payment', "'"],
  ['', '', ''],
])('the word %s means %s', (raw, text, quote) => {
  expect(readShellWord(raw)).toEqual({ raw, text, quote });
});

test('a backslash at the end has nothing behind it yet', () => {
  expect(readShellWord('pay\\')).toEqual({ raw: 'pay', text: 'pay', quote: '' });
});

const line = (shell: Shell | undefined, typed: string, word: string, description = '') =>
  linesFor(shell, [{ word, description }], readShellWord(typed));

test('for bash what is typed goes on, quoted as it is', () => {
  const name = 'pay $(touch x)`y`"\'\\;!*~';
  expect(line('bash', 'pa', name)).toEqual(['pay\\ \\$\\(touch\\ x\\)\\`y\\`\\"\\\'\\\\\\;\\!\\*\\~']);
  expect(line('bash', "'pa", name)).toEqual([`'pay $(touch x)\`y\`"'\\''\\;!*~`]);
  expect(line('bash', '"pa', 'pay $(touch x)`y`"\\')).toEqual(['"pay \\$(touch x)\\`y\\`\\"\\\\']);
  expect(line('bash', '"pa', name)).toEqual([]);
  expect(line('bash', '--topic=or', '--topic=orders', 'a topic')).toEqual(['--topic=orders']);
});

test('zsh has a colon before the description, fish and others a tab', () => {
  expect(line('zsh', '', 'a:b\\c', 'say: it')).toEqual(['a\\:b\\\\c:say: it']);
  expect(line('zsh', '', 'a:b')).toEqual(['a\\:b']);
  expect(line('fish', '', 'a:b', 'say it')).toEqual(['a:b\tsay it']);
  expect(line(undefined, '', 'a b')).toEqual(['a b']);
});
