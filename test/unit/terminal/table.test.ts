import { describe, expect, test } from 'vitest';
import { alignedLines, type Column, tabbedLines, writeTable } from '../../../src/lib/terminal/table.js';
import type { Output } from '../../../src/lib/terminal/terminal.js';
import { textWidth } from '../../../src/lib/terminal/text-width.js';

interface Row {
  readonly name: string;
  readonly partitions: number;
}

const columns: readonly Column<Row>[] = [
  { title: 'TOPIC', value: ({ name }) => name },
  { title: 'PARTITIONS', value: ({ partitions }) => String(partitions), align: 'right' },
  { title: 'NOTE', value: ({ partitions }) => (partitions > 9 ? 'many' : '') },
];
const rows: readonly Row[] = [
  { name: 'orders', partitions: 3 },
  { name: 'orders.dead-letters', partitions: 12 },
];

function output(isTerminal: boolean): { output: Output; text: () => string } {
  const chunks: string[] = [];
  return {
    text: () => chunks.join(''),
    output: {
      isTerminal,
      columns: isTerminal ? 80 : Number.POSITIVE_INFINITY,
      colorLevel: 0,
      line: (line = '') => chunks.push(`${line}\n`),
      write: (text) => chunks.push(text),
    },
  };
}

function written(isTerminal: boolean, some: readonly Row[]): string {
  const { output: to, text } = output(isTerminal);
  writeTable(to, columns, some);
  return text();
}

describe('on a terminal', () => {
  test('a header, columns under each other, numbers right, no spaces at the end', () => {
    expect(written(true, rows)).toBe(
      [
        'TOPIC                PARTITIONS  NOTE',
        'orders                        3',
        'orders.dead-letters          12  many',
        '',
      ].join('\n'),
    );
  });

  test('without rows the header alone', () => {
    expect(written(true, [])).toBe('TOPIC  PARTITIONS  NOTE\n');
  });

  test('wide characters count as what they take', () => {
    const lines = alignedLines(columns, [{ name: '주문😀', partitions: 12 }, ...rows], 80);
    expect(lines[1]).toBe('주문😀                       12  many');
    const ends = lines.slice(1).map((line) => textWidth(line.replace(/ {2}many$/, '')));
    expect(new Set(ends)).toEqual(new Set([textWidth('orders.dead-letters  PARTITIONS')]));
  });

  test('wide characters may make the column, and stand right', () => {
    const wide: readonly Column<string>[] = [
      { title: 'A', value: (text) => text, align: 'right' },
      { title: 'B', value: (text) => text },
      { title: 'C', value: () => 'x' },
    ];
    expect(alignedLines(wide, ['한국', 'a'], 80)).toEqual([
      '   A  B     C',
      '한국  한국  x',
      '   a  a     x',
    ]);
  });

  test('lines end where the terminal does', () => {
    expect(alignedLines(columns, rows, 12)).toEqual(['TOPIC      …', 'orders     …', 'orders.dead…']);
  });

  test('lines of wide characters end there, too, and no character is cut in two', () => {
    const wide = [{ name: '😀'.repeat(40), partitions: 1 }];
    for (const width of [10, 11, 12]) {
      const [, line = ''] = alignedLines(columns, wide, width);
      expect(textWidth(line)).toBeLessThanOrEqual(width);
      expect(line).toMatch(/^😀{4,5}…$/u);
    }
  });

  test('no value moves the cursor', () => {
    expect(alignedLines(columns, [{ name: 'a\u001b[2J\nb', partitions: 1 }], 80)[1]).toMatch(
      /^a\\x1b\[2J\\nb /,
    );
  });
});

describe('in a pipe', () => {
  test('full values with tabs between, and no header', () => {
    expect(written(false, [...rows, { name: 'x'.repeat(249), partitions: 1 }])).toBe(
      `orders\t3\t\norders.dead-letters\t12\tmany\n${'x'.repeat(249)}\t1\t\n`,
    );
  });

  test('without rows nothing', () => {
    expect(written(false, [])).toBe('');
  });

  test('a tab or a line break in a value makes no column and no row', () => {
    expect(tabbedLines(columns, [{ name: 'a\tb\nc', partitions: 1 }])).toEqual(['a\\tb\\nc\t1\t']);
  });
});

test('names give way in their middle, the widest first, and never below eight columns', () => {
  const shrinking: readonly Column<Row>[] = [
    { title: 'TOPIC', value: ({ name }) => name, shrinks: true },
    ...columns.slice(1),
  ];
  expect(alignedLines(shrinking, rows, 30)).toEqual([
    'TOPIC         PARTITIONS  NOTE',
    'orders                 3',
    'orders…tters          12  many',
  ]);
  expect(alignedLines(shrinking, rows, 20)[2]).toBe('orde…ers          1…');
  const [, wide = ''] = alignedLines(shrinking, [{ name: '😀'.repeat(40), partitions: 1 }], 30);
  expect(textWidth(wide)).toBeLessThanOrEqual(30);
  expect(wide).toMatch(/^(?:😀)+…(?:😀)+ /u);
});

test('words that give way with names lose their end, and keep twelve columns', () => {
  const shrinking: readonly Column<Row>[] = [
    { title: 'TOPIC', value: ({ name }) => name, shrinks: true },
    { title: 'NOTE', value: ({ partitions }) => `${partitions} parts, of many words`, shrinks: 'at its end' },
  ];
  expect(alignedLines(shrinking, rows, 40)).toEqual([
    'TOPIC                NOTE',
    'orders               3 parts, of many w…',
    'orders.dead-letters  12 parts, of many …',
  ]);
  expect(alignedLines(shrinking, rows, 22)[2]).toBe('orde…ers  12 parts, o…');
});
