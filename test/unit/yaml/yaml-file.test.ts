import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../src/lib/yaml/yaml-file.js';
import { lines, messageOf } from '../config/failure.js';

const parse = (text: string) => parseYaml({ name: 'topics.yaml', text });

describe('what is no YAML is shown where it stands', () => {
  test.each([
    {
      what: 'a tab as indentation',
      text: 'a:\n\tb: 1\n',
      message: lines`
        topics.yaml:2:1 tabs can not indent YAML: use spaces
           2 | \tb: 1
             | ^^
      `,
    },
    {
      what: 'a key that stands there twice',
      text: 'topics:\n  a: 1\n  b: 2\n  a: 3\n',
      message: lines`
        topics.yaml:4:3 this key stands here twice
           4 |   a: 3
             |   ^
      `,
    },
    {
      what: 'two documents',
      text: 'a: 1\n---\nb: 2\n',
      message: lines`
        topics.yaml:2:1 a second document begins here: write one document a file
           2 | ---
             | ^^^
      `,
    },
    {
      what: 'an open bracket',
      text: 'a: [1, 2\nb: 3\n',
      message: lines`
        topics.yaml:2:1 not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]
           2 | b: 3
             | ^
      `,
    },
    {
      what: 'an unknown tag',
      text: 'a: !env HOME\n',
      message: lines`
        topics.yaml:1:4 not valid YAML: Unresolved tag: !env
           1 | a: !env HOME
             |    ^^^^
      `,
    },
    {
      what: 'an alias of nothing',
      text: 'a: 1\nb: *base\n',
      message: lines`
        topics.yaml:2:4 not valid YAML: Unresolved alias (the anchor must be set before the alias): base
           2 | b: *base
             |    ^^^^^
      `,
    },
    {
      what: 'a terminal escape beside the fault',
      text: 'a: 1\na: "\u001b[31m"\n',
      message: lines`
        topics.yaml:2:1 this key stands here twice
           2 | a: "\x1b[31m"
             | ^
      `,
    },
  ])('$what', async ({ text, message }) => {
    expect(await messageOf(() => parse(text))).toBe(message);
  });

  test('all faults of a file are named', async () => {
    expect(await messageOf(() => parse('a: 1\na: 2\nb: 1\nb: 2\n'))).toMatch(/:2:1 [\s\S]*:4:1 /);
  });

  test('aliases that multiply are refused instead of filling the memory', async () => {
    const names = 'abcdefghi'.split('');
    const list = (item: string) => `[${Array(9).fill(item).join(', ')}]`;
    const rows = names.map(
      (name, index) => `${name}: &${name} ${list(index === 0 ? 'x' : `*${names[index - 1]}`)}`,
    );
    expect(await messageOf(() => parse(rows.join('\n')))).toMatch('Excessive alias count');
  });
});

describe('values', () => {
  test('merge keys and aliases are followed', () => {
    const { value } = parse('base: &base { a: 1, b: 2 }\nother: { <<: *base, b: 3 }\n');
    expect(value).toEqual({ base: { a: 1, b: 2 }, other: { a: 1, b: 3 } });
  });

  test('an empty file has no value', () => {
    expect(parse('').value).toBeNull();
    expect(parse('# nothing yet\n').value).toBeNull();
  });

  test('Windows line ends change neither values nor places', async () => {
    expect(parse('a: 1\r\nb: x\r\n').value).toEqual({ a: 1, b: 'x' });
    expect(await messageOf(() => parse('a: 1\r\na: 2\r\n'))).toMatch(/^topics.yaml:2:1 .*\n {3}2 \| a: 2\n/);
  });
});

describe('places', () => {
  const file = parse(
    [
      'topics:',
      '  orders:',
      '    partitions: 12345678901234567890',
      '    configs: {retention.ms: 3d}',
      '  empty:',
    ].join('\n'),
  );

  test.each([
    [['topics', 'orders', 'partitions'], { line: 3, column: 17, length: 20 }],
    [['topics', 'orders', 'configs', 'retention.ms'], { line: 4, column: 29, length: 2 }],
    [['topics', 'empty'], { line: 5, column: 9, length: 1 }],
    [['topics', 'orders', 'nowhere', 'deeper'], { line: 3, column: 5, length: 32 }],
    [[], { line: 1, column: 1, length: 7 }],
  ])('the value at %j', (path, position) => {
    expect(file.positionOf(path)).toEqual(position);
  });

  test.each([
    [['topics', 'orders', 'partitions'], { line: 3, column: 5, length: 10 }],
    [['topics', 'orders', 'configs', 'retention.ms'], { line: 4, column: 15, length: 12 }],
  ])('the key of %j', (path, position) => {
    expect(file.positionOfKey(path)).toEqual(position);
  });

  test('items of lists and what an alias stands for', () => {
    const listed = parse('base: &base\n  list: [a, bcd]\nother: *base\n');
    expect(listed.positionOf(['base', 'list', 1])).toEqual({ line: 2, column: 13, length: 3 });
    expect(listed.positionOf(['other', 'list', 1])).toEqual({ line: 2, column: 13, length: 3 });
  });

  test('the text of a number keeps its digits', () => {
    expect(file.textOf(['topics', 'orders', 'partitions'])).toBe('12345678901234567890');
    expect(file.textOf(['topics', 'orders'])).toBeUndefined();
    expect(file.textOf(['topics', 'orders', 'partitions', 'deeper'])).toBeUndefined();
  });

  test('a problem holds its line', () => {
    const position = file.positionOfKey(['topics', 'orders']);
    expect(file.problem(position, 'is wrong')).toEqual({
      ...position,
      file: 'topics.yaml',
      text: '  orders:',
      message: 'is wrong',
    });
  });
});
