import { type ErrorDetails, UsageError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { textWidth } from '../terminal/text-width.js';

/** A place in a file: lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** How many characters of the line are at fault. */
  readonly length: number;
}

/** One thing that is wrong in a file a person wrote. */
export interface Problem extends Position {
  readonly file: string;
  /** The line itself. */
  readonly text: string;
  readonly message: string;
}

const shownProblems = 10;
const shownColumns = 80;

/** A file that a person wrote can't be used as it is; every problem in it is named with its place. */
export class InvalidFileError extends UsageError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], details: ErrorDetails = {}) {
    super(formatProblems(problems), details);
    this.problems = problems;
  }
}

/** Each problem with its place and its line, in the order of the file. */
export function formatProblems(problems: readonly Problem[]): string {
  const sorted = [...problems].sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column,
  );
  const shown = sorted.slice(0, shownProblems).map(formatProblem);
  const more = sorted.length - shown.length;
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n');
}

function formatProblem({ file, line, column, length, text, message }: Problem): string {
  const number = String(line).padStart(4);
  const gutter = ' '.repeat(number.length);
  const first = Math.max(0, column - 1 - shownColumns / 2);
  const start = column - 1 + length > shownColumns ? first : 0;
  const visible = text.slice(start, start + shownColumns);
  const before = printable(visible.slice(0, column - 1 - start));
  const marked = printable(visible.slice(column - 1 - start, column - 1 - start + length));
  const after = printable(visible.slice(column - 1 - start + length));
  return [
    `${printable(file)}:${line}:${column} ${printable(message)}`,
    `${number} | ${before}${marked}${after}`,
    `${gutter} | ${' '.repeat(textWidth(before))}${'^'.repeat(Math.max(1, textWidth(marked)))}`,
  ].join('\n');
}
