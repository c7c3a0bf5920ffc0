import type { Command, Option } from 'commander';

export interface Candidate {
  readonly word: string;
  readonly description: string;
}

/**
 * The words that may stand at the end of a command line: subcommands, flags, the choices of a flag. Files are left to
 * the shell, which offers them where we have nothing.
 * @param words what was typed after the program's name; the last one is incomplete, or empty
 */
export function candidates(program: Command, words: readonly string[]): Candidate[] {
  const typed = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commandOf(program, before);
  const pending = optionOf(command, before.at(-1));
  const all = pending === undefined ? wordsOf(program, command, typed) : choicesOf(pending);
  return all.filter(({ word }) => word.startsWith(typed));
}

function commandOf(program: Command, words: readonly string[]): Command {
  let found = program;
  for (const word of words) {
    const next = found.commands.find(
      (command) => command.name() === word || command.aliases().includes(word),
    );
    if (next !== undefined) found = next;
  }
  return found;
}

/** The flag that the word being typed is the value of. */
function optionOf(command: Command, word: string | undefined): Option | undefined {
  const option = command.options.find(
    ({ long, short }) => word !== undefined && (word === long || word === short),
  );
  return option?.required === true || option?.optional === true ? option : undefined;
}

function choicesOf(option: Option): Candidate[] {
  return (option.argChoices ?? []).map((word) => ({ word, description: option.description }));
}

function wordsOf(program: Command, command: Command, typed: string): Candidate[] {
  if (typed.startsWith('-')) {
    const options = command.createHelp().visibleOptions(command);
    return options.map(({ long, short, description }) => ({ word: long ?? short ?? '', description }));
  }
  const [argument] = command.registeredArguments;
  const choices = argument?.argChoices?.map((word) => ({ word, description: argument.description })) ?? [];
  const listed = command.name() === 'help' ? program : command;
  const commands = listed.createHelp().visibleCommands(listed);
  return [...choices, ...commands.map((sub) => ({ word: sub.name(), description: sub.description() }))];
}
