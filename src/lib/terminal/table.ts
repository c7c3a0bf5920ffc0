import { printable } from './printable.js';
import type { Output } from './terminal.js';
import { textWidth } from './text-width.js';
import { cut, cutMiddle, padEnd } from './wrap.js';

export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string;
  /** Numbers stand right. */
  readonly align?: 'right';
  /** Names give way first where a line is too wide, in their middle; words that go with them lose their end. */
  readonly shrinks?: true | 'at its end';
}

const gap = '  ';
/** What is left of a name at least; columns. */
const leastName = 8;
/** The same of words. */
const leastWords = 12;

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
  shrink(widths, columns, width);
  return titled.map((line) => {
    const aligned = line.map((cell, index) => {
      const most = widths[index] ?? 0;
      const { align: side, shrinks } = columns[index] ?? {};
      return align(shorten(cell, most, shrinks), most, side);
    });
    return cut(aligned.join(gap).trimEnd(), width);
  });
}

function shorten(cell: string, width: number, how: Column<never>['shrinks']): string {
  if (how === undefined) return cell;
  return how === true ? cutMiddle(cell, width) : cut(cell, width);
}

/** Takes from the widest name until the lines fit, or no name has more to give. */
function shrink<Row>(widths: number[], columns: readonly Column<Row>[], width: number): void {
  const gaps = gap.length * (columns.length - 1);
  let excess = widths.reduce((sum, one) => sum + one, gaps) - width;
  const names = columns.flatMap(({ shrinks, title }, index) =>
    shrinks === undefined
      ? []
      : [{ index, least: Math.max(shrinks === true ? leastName : leastWords, title.length) }],
  );
  while (excess > 0) {
    const giving = names.filter(({ index, least }) => (widths[index] ?? 0) > least);
    const [widest] = giving.sort((one, other) => (widths[other.index] ?? 0) - (widths[one.index] ?? 0));
    if (widest === undefined) return;
    widths[widest.index] = (widths[widest.index] ?? 0) - 1;
    excess -= 1;
  }
}

function align(cell: string, width: number, side: 'right' | undefined): string {
  return side === 'right' ? ' '.repeat(Math.max(0, width - textWidth(cell))) + cell : padEnd(cell, width);
}
