import { textWidth } from './text-width.js';

const dot = ' · ';
const indent = '  ';

/**
 * Parts with dots between them, as the line that names a target has them: on one line where that fits, else broken
 * between parts, the rest indented. What isn't there is left out.
 * @param columns Infinity where nothing limits a line
 */
export function dottedLine(parts: readonly (string | undefined)[], columns: number): string {
  const lines: string[] = [];
  for (const part of parts.filter((one) => one !== undefined && one !== '')) {
    const last = lines.at(-1);
    const longer = `${last}${dot}${part}`;
    if (last !== undefined && textWidth(longer) <= columns) lines[lines.length - 1] = longer;
    else lines.push(last === undefined ? String(part) : `${indent}${part}`);
  }
  return lines.join('\n');
}
