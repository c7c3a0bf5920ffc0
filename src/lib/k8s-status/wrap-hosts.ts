import { textWidth } from '../terminal/text-width.js';
import { wrap } from '../terminal/wrap.js';

/** Breaks text at spaces, and a list of hosts that is longer than a line behind its commas. */
export function wrapHosts(text: string, width: number): string[] {
  return wrap(text, width).flatMap((line) => atCommas(line, width));
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
