import type { Command, Option } from 'commander';
import type { TypedLine } from './typed-line.js';

export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/** The words of the program's own that may stand at the end of a line: subcommands, flags, the choices of a flag. */
export function candidates(program: Command, line: TypedLine): Candidate[] {
  const { option, prefix, typed } = line;
  const all = option === undefined ? wordsOf(program, line) : choicesOf(option, prefix);
  return all.filter(({ word }) => word.startsWith(prefix + typed));
}

function choicesOf({ argChoices = [], description }: Option, prefix: string): Candidate[] {
  return argChoices.map((word) => ({ word: prefix + word, description }));
}

function wordsOf(program: Command, line: TypedLine): Candidate[] {
  const { command, typed, argument, operands, isAfterDashes } = line;
  if (isAfterDashes) return [];
  if (typed.startsWith('-')) {
    const options = command.createHelp().visibleOptions(command);
    return options.map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
  }
  const isHelp = command.name() === 'help';
  const choices = argument?.argChoices?.map((word) => ({ word, description: argument.description })) ?? [];
  const listed = isHelp ? program : command;
  const commands = isHelp || operands.length === 0 ? listed.createHelp().visibleCommands(listed) : [];
  return [...choices, ...commands.map((sub) => ({ word: sub.name(), description: sub.description() }))];
}

/**
 * Pure: names from outside that fit, as words. What could be taken for a flag, or isn't a line of text, is left out, and
 * so is what the line has already.
 */
export function namedWords(
  names: readonly string[],
  { prefix, typed, operands, option }: TypedLine,
  isPrintable: (name: string) => boolean,
): Candidate[] {
  const fitting = names.filter(
    (name) =>
      name !== '' &&
      name.startsWith(typed) &&
      !name.startsWith('-') &&
      !name.includes('�') &&
      isPrintable(name),
  );
  // Kafka's own begin so, and are seldom meant.
  const usual = typed === '' ? fitting.filter((name) => !name.startsWith('__')) : fitting;
  const others = option === undefined ? usual.filter((name) => !operands.includes(name)) : usual;
  return others.map((name) => ({ word: prefix + name, description: '' }));
}
