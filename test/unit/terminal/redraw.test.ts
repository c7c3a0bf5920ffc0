import { expect, test } from 'vitest';
import { redrawOn } from '../../../src/lib/terminal/redraw.js';
import { aTerminal } from '../power/status/written.js';

const csi = '\u001b[';

/** What stands on a screen of so many columns once this was written to it; knows what `redrawOn` uses, and no more. */
function screenOf(text: string, columns: number): string[] {
  const screen = { rows: [''], row: 0 };
  for (const [index, part] of text.split(csi).entries())
    if (index === 0) write(screen, part, columns);
    else write(screen, obey(screen, part), columns);
  return screen.rows.slice(0, -1);
}

interface Screen {
  rows: string[];
  row: number;
}

/** Does what the part begins with, and returns the rest. */
function obey(screen: Screen, part: string): string {
  const [whole = '', count = '', letter = ''] = /^(\d*)([A-Z])/.exec(part) ?? [];
  if (letter === 'F') screen.row = Math.max(0, screen.row - Number(count));
  if (letter === 'H') screen.row = 0;
  if (letter === 'J') screen.rows.splice(screen.row, screen.rows.length, '');
  return part.slice(whole.length);
}

function write(screen: Screen, text: string, columns: number): void {
  for (const [index, line] of text.split('\n').entries()) {
    if (index > 0) screen.row += 1;
    screen.rows[screen.row] ??= '';
    for (let from = 0; from < line.length; from += columns) {
      if (from > 0) screen.row += 1;
      screen.rows[screen.row] = line.slice(from, from + columns);
    }
  }
}

test.each([
  ['the same length', ['a', 'b'], ['c', 'd']],
  ['fewer lines', ['a', 'b', 'c'], ['d']],
  ['more lines', ['a'], ['b', 'c', 'd']],
  ['lines that are wider than the screen', ['x'.repeat(25), 'y'.repeat(10)], ['z']],
  ['an empty one', ['', 'a'], ['b']],
])('only the last of it stands there: %s', (_, before, after) => {
  const { terminal, written } = aTerminal({ columns: 10 });
  const redraw = redrawOn(terminal.out, () => 24);
  terminal.out.line('above');
  redraw(before);
  redraw(after);
  redraw(after);
  expect(screenOf(written.out, 10)).toEqual(['above', ...after]);
});
