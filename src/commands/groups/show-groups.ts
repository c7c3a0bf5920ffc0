import type { Context } from '../../context.js';
import { type ExitCode, exitCodes } from '../../lib/errors.js';
import type { DescribedGroup } from '../../lib/groups/model.js';
import { describeItemError, type ItemError, isAccessError } from '../../lib/kafka/item-error.js';
import { type MissingName, missingWords } from '../../lib/missing-names.js';
import { printable } from '../../lib/terminal/printable.js';

interface Answer {
  readonly groups: readonly unknown[];
  readonly unknown: readonly MissingName[];
}

export const noGroups = 'No groups: none is there, none matches, or this login may see none.';

/** Says what was asked for and isn't there. */
export function reportUnknown({ terminal }: Context, unknown: Answer['unknown']): void {
  for (const one of unknown) terminal.err.line(printable(missingWords('group', one)));
  if (unknown.length > 0) terminal.err.line('  See: exops groups list');
}

/** Says what was asked for and isn't there; an empty answer could also mean that something went wrong, so it is said. */
export function reportMissing(context: Context, { groups, unknown }: Answer): void {
  reportUnknown(context, unknown);
  if (groups.length + unknown.length === 0) context.terminal.err.line(noGroups);
}

export function reportMissingTopics({ terminal }: Context, topics: readonly MissingName[]): void {
  for (const one of topics) terminal.err.line(printable(missingWords('topic', one)));
  if (topics.length > 0) terminal.err.line('  See: exops topics list');
}

export interface Problem {
  readonly name: string;
  readonly error: ItemError;
}

/** Says which groups can't be read, and why. */
export function reportProblems({ terminal }: Context, problems: readonly Problem[]): void {
  for (const { name, error } of problems) {
    const lack = isAccessError(error) ? 'No right to read the group' : "Can't read the group";
    terminal.err.line(`${lack} ${printable(name)}: ${printable(describeItemError(error))}`);
  }
}

export function problemsOf(groups: readonly DescribedGroup[]): readonly Problem[] {
  return groups.flatMap(({ id, problem }) => (problem === undefined ? [] : [{ name: id, error: problem }]));
}

export function exitCodeOf({ unknown }: Pick<Answer, 'unknown'>, problems: readonly Problem[]): ExitCode {
  if (problems.length > 0 && problems.every(({ error }) => isAccessError(error))) return exitCodes.access;
  return problems.length + unknown.length > 0 ? exitCodes.failed : exitCodes.ok;
}
