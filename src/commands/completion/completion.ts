import { Argument, Command } from 'commander';
import { exitCodes } from '../../lib/errors.js';
import { commonFlags, examples } from '../flags.js';
import type { CommonOptions, Start } from '../start.js';

/** @param bare makes the command tree that is completed: without these two commands */
export function completion(start: Start, bare: () => Command): Command {
  const command = new Command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish', 'powershell']))
    .action((shell: string, options: CommonOptions) =>
      start(options, async () => {
        const { completeWith } = await import('./completion.run.js');
        await completeWith(bare(), [shell]);
        return exitCodes.ok;
      }),
    );
  examples(command, [
    ['source <(exops completion bash)', 'in ~/.bashrc'],
    ['exops completion fish > ~/.config/fish/completions/exops.fish', 'for fish'],
  ]);
  return commonFlags(command);
}

/** What the scripts call at every press of the tab key. */
export function complete(start: Start, bare: () => Command): Command {
  const command = new Command('complete')
    .argument('[words...]')
    .action((words: string[], options: CommonOptions) =>
      start(options, async () => {
        const { completeWith } = await import('./completion.run.js');
        await completeWith(bare(), ['--', ...words]);
        return exitCodes.ok;
      }),
    );
  return commonFlags(command);
}
