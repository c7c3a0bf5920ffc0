import { formatElapsed } from '../../../terminal/elapsed.js';
import type { Palette } from '../../../terminal/palette.js';
import { countOf } from '../../../terminal/plural.js';
import { printable } from '../../../terminal/printable.js';
import { type Column, tabbedLines } from '../../../terminal/table.js';
import { padEnd, wrap } from '../../../terminal/wrap.js';
import type { Look } from '../../report/doctor-lines.js';
import type { Row, RowState } from '../rows.js';
import type { LookedThrough } from './checklist-document.js';

/** Where notes begin: behind the mark, what it is and its state. */
const indent = ' '.repeat(32);
const narrowest = 20;
/** What a person pastes into a shell stays on one line, however long. */
const command = /^(?:aws|exops|kubectl) /;

/** `✗ databases       not in place   exchange-dev is stopped`, and under it what to do next. */
export function rowLines({ what, state, notes, next }: Row, { palette, width }: Look): readonly string[] {
  const room = Math.max(narrowest, width - indent.length);
  const [first = '', ...rest] = notes.flatMap((note) => wrap(printable(note), room));
  const below = next.flatMap((line) =>
    command.test(line) ? [printable(line)] : wrap(printable(line), room),
  );
  const head = `${markOf(state, palette)} ${padEnd(printable(what), 15)} ${padEnd(state, 14)}${first}`;
  return [head.trimEnd(), ...[...rest, ...below].map((line) => `${indent}${line}`)];
}

function markOf(state: RowState, palette: Palette): string {
  if (state === 'in place') return palette.good('✓');
  if (state === 'none') return palette.faint('–');
  return state === 'unknown' ? palette.caution('!') : palette.danger('✗');
}

const columns: readonly Column<Row>[] = [
  { title: 'WHAT', value: ({ what }) => what },
  { title: 'STATE', value: ({ state }) => state },
  { title: 'MS', value: ({ tookMs }) => String(Math.round(tookMs)) },
  { title: 'NOTE', value: ({ notes }) => notes.join('; ') },
  { title: 'NEXT', value: ({ next }) => next.join('; ') },
];

/** Tab-separated: what, state, milliseconds, notes, what to do next. */
export function rowRecords(rows: readonly Row[]): readonly string[] {
  return tabbedLines(columns, rows);
}

/** What it all comes to: `✗ 2 of 6 are not in place · 3.1 s`. */
export function checklistVerdict({ rows, tookMs, exitCode }: LookedThrough, palette: Palette): string {
  const elapsed = formatElapsed(tookMs);
  const checked = rows.filter(({ state }) => state !== 'none');
  const count = (state: RowState) => checked.filter((row) => row.state === state).length;
  const words = [
    ...(count('not in place') > 0 ? [`${count('not in place')} not in place`] : []),
    ...(count('unknown') > 0 ? [`${count('unknown')} not known`] : []),
  ];
  if (exitCode === 0)
    return `${palette.good('✓')} All in place: ${countOf(checked.length, 'check')} · ${elapsed}`;
  return `${palette.danger('✗')} Of ${countOf(checked.length, 'check')}, ${words.join(' and ')} · ${elapsed}`;
}
