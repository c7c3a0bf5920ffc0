import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import type { InvalidFileError, Problem } from '../yaml/problem.js';
import type { Finding } from './model.js';
import type { ProblemId } from './problems/problems.js';

const listed = 5;

/** What is wrong in a file, each place on a line. @param command what checks it all */
export function invalidFile(
  { problems }: InvalidFileError,
  problem: ProblemId,
  command: string,
): Omit<Finding, 'verdict'> {
  const [first, ...others] = problems.map(placed);
  const shown = others.slice(0, listed);
  const more = others.length - shown.length;
  return {
    saw: first ?? "it can't be used",
    problem,
    next: [...shown, ...(more > 0 ? [`… and ${countOf(more, 'more place')}`] : []), command],
  };
}

function placed({ file, line, column, message }: Problem): string {
  return `${printable(file)}:${line}:${column} ${printable(message)}`;
}
