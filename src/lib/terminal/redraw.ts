import type { Output } from './terminal.js';
import { textWidth } from './text-width.js';

/** Shows some lines in the place of those before. */
export type Redraw = (lines: readonly string[]) => void;

/** Control sequences: https://www.xfree86.org/current/ctlseqs.html */
const csi = '\u001b[';
/** To the first column of an earlier row. */
const up = (rows: number) => `${csi}${rows}F`;
const eraseBelow = `${csi}0J`;
const home = `${csi}H`;

/**
 * On a terminal. Only the rows that were written are written over, so that what stood above them stays; when they are more
 * than the window has, the window is.
 * @param rowsOf how many rows the window has
 */
export function redrawOn(output: Output, rowsOf: () => number): Redraw {
  let before: readonly string[] = [];
  return (lines) => {
    const written = rowsTaken(before, output.columns);
    const most = rowsOf() - 1;
    const back = written > most ? home : up(written);
    output.write(before.length === 0 ? '' : `${back}${eraseBelow}`);
    output.line(lines.join('\n'));
    before = lines;
  };
}

/** The terminal goes on in the next row where a line is wider than it. */
function rowsTaken(lines: readonly string[], columns: number): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / columns)), 0);
}
