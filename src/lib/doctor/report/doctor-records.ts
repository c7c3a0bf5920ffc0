import { type Column, tabbedLines } from '../../terminal/table.js';
import type { Examined } from '../model.js';

type Fields = readonly [layer: string, status: string, ms: string, saw: string, problem: string];

const columns: readonly Column<Fields>[] = [0, 1, 2, 3, 4].map((index) => ({
  title: '',
  value: (fields) => fields[index] ?? '',
}));

/** Tab-separated layer, status, milliseconds, what was seen, and which problem of the catalogue it is. */
export function examinedRecords({ layer, status, because, findings, tookMs }: Examined): readonly string[] {
  const ms = String(Math.round(tookMs));
  const records = findings.map(
    ({ verdict, saw, problem }): Fields => [layer, verdict, ms, saw, problem ?? ''],
  );
  return tabbedLines(columns, records.length > 0 ? records : [[layer, status, ms, because ?? '', '']]);
}
