import { Command } from 'commander';
import { exitCodes, UsageError } from '../../lib/errors.js';
import { commonFlags } from '../flags.js';
import type { CommonOptions, Start } from '../start.js';
import { exitCodeMeanings } from './exit-codes.js';

export function help(program: Command, start: Start): Command {
  const command = new Command('help')
    .description('help for a command, or `help exit-codes`')
    .argument('[words...]', 'a command: topics sync')
    .action((words: string[], options: CommonOptions) =>
      start(options, async ({ terminal }) => {
        terminal.out.line(words.join(' ') === 'exit-codes' ? exitCodesText() : helpOf(program, words));
        return exitCodes.ok;
      }),
    );
  return commonFlags(command);
}

function exitCodesText(): string {
  const lines = Object.entries(exitCodes).map(([name, code]) => {
    const meaning = exitCodeMeanings[name as keyof typeof exitCodes];
    return `  ${String(code).padStart(3)}  ${meaning}`;
  });
  return ['Exit codes of every exops command:', '', ...lines].join('\n');
}

function helpOf(program: Command, words: readonly string[]): string {
  let found = program;
  for (const word of words) {
    const next = found.commands.find(
      (command) => command.name() === word || command.aliases().includes(word),
    );
    if (next === undefined)
      throw new UsageError(`No command "${words.join(' ')}".`, { hint: 'See: exops --help' });
    found = next;
  }
  return found.helpInformation().trimEnd();
}
