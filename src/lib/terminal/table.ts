import { printable } from './printable.js';
import type { Output } from './terminal.js';
import { textWidth } from './text-width.js';
import { cut, padEnd } from './wrap.js';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Numbers stand right. */
  readonly align?: 'right';
}

const gap = '  ';

/**
 * Writes rows as people read them on a terminal (a header, columns aligned, lines cut at its width), and as
 * programs read them elsewhere: tab-separated full values without a header.
 */
export function writeTable<Row>(output: Output, columns: readonly Column<Row>[], rows: readonly Row[]): void {
  const lines = output.isTerminal ? alignedLines(columns, rows, output.columns) : tabbedLines(columns, rows);
  if (lines.length > 0) output.line(lines.join('\n'));
}

export function tabbedLines<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string[] {
  return rows.map((row) => columns.map((column) => printable(column.value(row))).join('\t'));
}

export function alignedLines<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): string[] {
  const cells = rows.map((row) => columns.map((column) => printable(column.value(row))));
  const titled = [columns.map((column) => column.title), ...cells];
  const widths = columns.map((_, index) => Math.max(...titled.map((line) => textWidth(line[index] ?? ''))));
  return titled.map((line) => {
    const aligned = line.map((cell, index) => align(cell, widths[index] ?? 0, columns[index]?.align));
    return cut(aligned.join(gap).trimEnd(), width);
  });
}

function align(cell: string, width: number, side: 'right' | undefined): string {
  return side === 'right' ? ' '.repeat(Math.max(0, width - textWidth(cell))) + cell : padEnd(cell, width);
}
