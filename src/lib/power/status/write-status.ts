import { hanging } from '../../terminal/hanging.js';
import { printable } from '../../terminal/printable.js';
import { alignedLines, type Column, tabbedLines } from '../../terminal/table.js';
import { textWidth } from '../../terminal/text-width.js';
import { partWords, usdWords } from '../cost/cost-words.js';
import type { StatusReport } from './observe-status.js';
import type { StatusRow } from './status-rows.js';
import {
  noteWords,
  sinceWords,
  stateWord,
  type TimeWords,
  timesForPeople,
  timesForPrograms,
} from './status-words.js';
import { stillBilled, stillBilledWords } from './still-billed.js';

/**
 * The table for people, and what is still billed under it. What there is to note stands in a column where that fits, else
 * under its row; nothing is cut.
 * @param timeZone the machine's own when left out
 */
export function statusLines(report: StatusReport, width: number, timeZone?: string): readonly string[] {
  const times = timesForPeople(report.list.at, timeZone);
  const billed = stillBilledLine(report);
  return [...tableLines(report.rows, times, width), ...(billed === undefined ? [] : hanging(billed, width))];
}

function stillBilledLine({ cost, rows }: StatusReport): string | undefined {
  const isAsleep = rows.some(({ found }) => found?.sleeper.state === 'asleep');
  return stillBilledWords(cost, isAsleep);
}

function tableLines(rows: readonly StatusRow[], times: TimeWords, width: number): readonly string[] {
  if (rows.length === 0) return [];
  const plain = plainColumns(times);
  const noted: Column<StatusRow> = { title: 'NOTE', value: (row) => noteWords(row, times).join('; ') };
  const whole = alignedLines([...plain, noted], rows, Number.POSITIVE_INFINITY);
  if (areWithin(whole, width)) return whole;
  const [title = '', ...lines] = alignedLines(plain, rows, Number.POSITIVE_INFINITY);
  const isTable = areWithin([title, ...lines], width);
  const heads = isTable ? lines.map((line) => [line]) : rows.map((row) => headOf(row, times, width));
  return [
    ...(isTable ? [title] : []),
    ...rows.flatMap((row, index) => [
      ...(heads[index] ?? []),
      ...noteWords(row, times).flatMap((note) => hanging(`    ${printable(note)}`, width)),
    ]),
  ];
}

function areWithin(lines: readonly string[], width: number): boolean {
  return lines.every((line) => textWidth(line) <= width);
}

function plainColumns(times: TimeWords): readonly Column<StatusRow>[] {
  return [
    { title: 'RESOURCE', value: ({ name }) => name },
    { title: 'STATE', value: ({ state }) => stateWord(state) },
    { title: 'SINCE', value: (row) => sinceWords(row, times) },
  ];
}

function headOf(row: StatusRow, times: TimeWords, width: number): readonly string[] {
  const since = sinceWords(row, times);
  const words = since === '' ? stateWord(row.state) : `${stateWord(row.state)} since ${since}`;
  return [printable(row.name), ...hanging(`  ${printable(words)}`, width)];
}

/**
 * For programs: tab-separated resource, state, since, by whom and note. What is still billed stands in rows of its own, of
 * the state `billed`.
 */
export function statusRecords(report: StatusReport): readonly string[] {
  const times = timesForPrograms(report.list.at);
  return tabbedLines(recordColumns, [
    ...report.rows.map((row) => recordOf(row, times)),
    ...billedRecords(report),
  ]);
}

/** resource, state, since, by whom, note */
type Fields = readonly [string, string, string, string, string];

const recordColumns: readonly Column<Fields>[] = [0, 1, 2, 3, 4].map((index) => ({
  title: '',
  value: (fields) => fields[index] ?? '',
}));

function recordOf(row: StatusRow, times: TimeWords): Fields {
  const { name, state, since } = row;
  return [
    name,
    stateWord(state),
    since === undefined ? '' : times.past(since.at),
    since?.by ?? '',
    noteWords(row, times).join('; '),
  ];
}

function billedRecords({ cost }: StatusReport): readonly Fields[] {
  return stillBilled(cost).flatMap(({ rows }) =>
    rows.map((row): Fields => {
      const usd = row.costs === undefined ? undefined : row.costs.asleep.hour * 24;
      const note = usd === undefined ? 'price unknown' : `about ${usdWords(usd)} a day`;
      return [row.resource, 'billed', '', '', `${partWords(row)}: ${note}`];
    }),
  );
}
