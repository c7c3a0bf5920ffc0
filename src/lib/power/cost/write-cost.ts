import { printable } from '../../terminal/printable.js';
import { alignedLines, type Column, tabbedLines } from '../../terminal/table.js';
import type { Output } from '../../terminal/terminal.js';
import { textWidth } from '../../terminal/text-width.js';
import { wrap } from '../../terminal/wrap.js';
import type { Amounts, Cost, CostRow } from './cost.js';
import { amountWords, partWords, priceWord } from './cost-words.js';

/**
 * On a terminal what each resource is made of, under its name, and the sum of the rows; where that is too narrow, some lines
 * for each. Elsewhere a line for each row: resource, part, the four amounts, where the price is from.
 */
export function writeCost(output: Output, cost: Cost): void {
  if (cost.rows.length === 0) return;
  const lines = output.isTerminal ? linesOf(cost, output.columns) : tabbedLines(programColumns, cost.rows);
  output.line(lines.join('\n'));
}

interface Line {
  readonly text: string;
  readonly awake: Amounts | undefined;
  readonly asleep: Amounts | undefined;
  readonly price: string;
}

const columns: readonly Column<Line>[] = [
  { title: 'RESOURCE', value: ({ text }) => text },
  { title: 'AWAKE/H', value: ({ awake }) => amountWords(awake?.hour, 4), align: 'right' },
  { title: 'ASLEEP/H', value: ({ asleep }) => amountWords(asleep?.hour, 4), align: 'right' },
  { title: 'AWAKE/MO', value: ({ awake }) => amountWords(awake?.month, 2), align: 'right' },
  { title: 'ASLEEP/MO', value: ({ asleep }) => amountWords(asleep?.month, 2), align: 'right' },
  { title: 'PRICE', value: ({ price }) => price },
];

const programColumns: readonly Column<CostRow>[] = [
  { title: 'RESOURCE', value: ({ resource }) => resource },
  { title: 'PART', value: partWords },
  { title: 'AWAKE/H', value: ({ costs }) => numberOf(costs?.awake.hour, 4) },
  { title: 'ASLEEP/H', value: ({ costs }) => numberOf(costs?.asleep.hour, 4) },
  { title: 'AWAKE/MO', value: ({ costs }) => numberOf(costs?.awake.month, 2) },
  { title: 'ASLEEP/MO', value: ({ costs }) => numberOf(costs?.asleep.month, 2) },
  { title: 'PRICE', value: ({ found }) => found?.from ?? 'unknown' },
];

function numberOf(usd: number | undefined, digits: number): string {
  return usd === undefined ? 'unknown' : usd.toFixed(digits);
}

function linesOf(cost: Cost, width: number): readonly string[] {
  const shown = [...cost.rows.map((row) => lineOf(row, cost.rows)), totalLine(cost)];
  const [title = '', ...aligned] = alignedLines(columns, shown, Number.POSITIVE_INFINITY);
  const fits = [title, ...aligned].every((line) => textWidth(line) <= width);
  const bodies = fits ? aligned.map((line) => [line]) : shown.map((line) => block(line, width));
  return [
    ...(fits ? [title] : []),
    ...bodies.flatMap((lines, index) => [...headingOf(cost.rows, index), ...lines]),
  ];
}

/** A resource that is of one part, named alike, needs no line for that part. */
function standsAlone({ kind, resource }: CostRow, rows: readonly CostRow[]): boolean {
  const isPlain = kind === 'EKS control plane' || kind === 'NAT gateway' || kind === 'load balancer';
  return isPlain && rows.filter((row) => row.resource === resource).length === 1;
}

function headingOf(rows: readonly CostRow[], index: number): readonly string[] {
  const row = rows[index];
  if (row === undefined || standsAlone(row, rows)) return [];
  return rows[index - 1]?.resource === row.resource ? [] : [printable(row.resource)];
}

function lineOf(row: CostRow, rows: readonly CostRow[]): Line {
  const { costs, resource } = row;
  const text = standsAlone(row, rows) ? resource : `  ${partWords(row)}`;
  return { text, awake: costs?.awake, asleep: costs?.asleep, price: priceWord(row) };
}

function totalLine({ total, unknown }: Cost): Line {
  return { text: unknown === 0 ? 'total' : 'total of what is known', ...total, price: '' };
}

function block({ text, awake, asleep, price }: Line, width: number): readonly string[] {
  const words = [
    `an hour ${amountWords(awake?.hour, 4)}, asleep ${amountWords(asleep?.hour, 4)};`,
    `a month ${amountWords(awake?.month, 2)}, asleep ${amountWords(asleep?.month, 2)}${price === '' ? '' : `; ${price}`}`,
  ].join(' ');
  return [printable(text), ...wrap(words, Math.max(20, width - 4)).map((line) => `    ${line}`)];
}
