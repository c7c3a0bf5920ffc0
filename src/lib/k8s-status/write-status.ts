import { alignedLines, writeTable } from '../terminal/table.js';
import type { Output } from '../terminal/terminal.js';
import { textWidth } from '../terminal/text-width.js';
import { wrap } from '../terminal/wrap.js';
import { type StatusRow, statusColumns } from './status-rows.js';

/** A table where its lines fit; on a terminal that is too narrow for it, some lines for each row, and nothing cut. */
export function writeStatus(output: Output, rows: readonly StatusRow[]): void {
  const columns = statusColumns(output.isTerminal ? 'shortUses' : 'uses');
  const lines = output.isTerminal ? alignedLines(columns, rows, Number.POSITIVE_INFINITY) : [];
  if (rows.length === 0 || lines.every((line) => textWidth(line) <= output.columns))
    writeTable(output, columns, rows);
  else output.line(rows.flatMap((row) => blockOf(row, output.columns)).join('\n'));
}

const indent = '    ';

function blockOf({ workload, pods, uses, startedWith, state }: StatusRow, columns: number): string[] {
  const width = Math.max(20, columns);
  const isPlain = startedWith.length === 1 && pods !== '';
  const head = [workload, pods === '' ? '' : pods === '1' ? '1 pod' : `${pods} pods`, state];
  return [
    head.filter((part) => part !== '').join(' · '),
    ...uses.flatMap((use) => indented(use, width)),
    ...startedWith.flatMap((start) => indented(isPlain ? `started with: ${start}` : start, width)),
  ];
}

/** A list of hosts is broken behind its commas. */
function indented(text: string, width: number): string[] {
  const [first = '', ...rest] = wrap(text, width - indent.length).flatMap((line) =>
    atCommas(line, width - 6),
  );
  return [`${indent}${first}`, ...rest.map((line) => `${indent}  ${line}`)];
}

function atCommas(line: string, width: number): string[] {
  if (textWidth(line) <= width) return [line];
  const lines: string[] = [];
  for (const part of line.split(/(?<=,)/)) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(last + part) <= width) lines[lines.length - 1] = last + part;
    else lines.push(part);
  }
  return lines;
}
