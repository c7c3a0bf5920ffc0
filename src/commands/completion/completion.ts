import { Argument, Command } from 'commander';
import { exitCodes } from '../../lib/errors.js';
import { commonFlags, examples } from '../flags.js';
import type { CommonOptions, Start } from '../start.js';

const shells = ['bash', 'zsh', 'fish'] as const;

export function completion(start: Start): Command {
  const command = new Command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action((shell: (typeof shells)[number], options: CommonOptions) =>
      start(options, async ({ terminal }) => {
        const { completionScripts } = await import('./scripts.js');
        terminal.out.write(completionScripts[shell]);
        return exitCodes.ok;
      }),
    );
  examples(command, [
    ['source <(exops completion bash)', 'in ~/.bashrc'],
    ['source <(exops completion zsh)', 'in ~/.zshrc, after compinit'],
    ['exops completion fish > ~/.config/fish/completions/exops.fish', 'for fish'],
  ]);
  return commonFlags(command);
}

/** What the scripts call at every press of the tab key, with the words so far; the last one is being typed. */
export function complete(program: Command, start: Start): Command {
  const command = new Command('complete')
    .argument('[words...]')
    .action((words: string[], options: CommonOptions) =>
      start(options, async ({ terminal }) => {
        const { candidates } = await import('./candidates.js');
        const lines = candidates(program, words).map(({ word, description }) => `${word}\t${description}`);
        if (lines.length > 0) terminal.out.line(lines.join('\n'));
        return exitCodes.ok;
      }),
    );
  return commonFlags(command);
}
