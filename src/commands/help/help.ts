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
        if (words.join(' ') === 'exit-codes') terminal.out.line(exitCodesText());
        else commandOf(program, words).outputHelp();
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
  const remote = 'connect, rpk and kafka-* end with the remote status; 255 when they could not get there.';
  return ['Exit codes of every exops command:', '', ...lines, '', remote].join('\n');
}

function commandOf(program: Command, words: readonly string[]): Command {
  let found = program;
  for (const word of words) {
    const next = found.commands.find(
      (command) => command.name() === word || command.aliases().includes(word),
    );
    if (next === undefined)
      throw new UsageError(`No command "${words.join(' ')}".`, { hint: 'See: exops --help' });
    found = next;
  }
  return found;
}
