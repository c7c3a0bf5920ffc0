import { alignedLines, writeTable } from '../terminal/table.js';
import type { Output } from '../terminal/terminal.js';
import { textWidth } from '../terminal/text-width.js';
import { type StatusRow, statusColumns } from './status-rows.js';
import { wrapHosts } from './wrap-hosts.js';

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
  const deeper = `${indent}  `;
  const [first = '', ...rest] = wrapHosts(text, width - deeper.length);
  return [`${indent}${first}`, ...rest.map((line) => `${deeper}${line}`)];
}
