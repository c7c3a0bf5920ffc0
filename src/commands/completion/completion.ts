import { Argument, Command, Option } from 'commander';
import { exitCodes } from '../../lib/errors.js';
import { commonFlags, examples } from '../flags.js';
import type { CommonOptions, Start } from '../start.js';

/** As in `for-shell.ts`, which a command's flags don't load. */
const shells = ['bash', 'zsh', 'fish'] as const;

type Shell = (typeof shells)[number];

export function completion(start: Start): Command {
  const command = new Command('completion')
    .description('print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(shells))
    .action((shell: Shell, options: CommonOptions) =>
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

interface CompleteOptions extends CommonOptions {
  readonly shell?: Shell;
  readonly refresh?: 'topics' | 'groups';
}

/**
 * What the scripts call at every press of the tab key, with the words so far; the last one is being typed. It ends well,
 * whatever is wrong: there is a line in the shell that nothing may be written into.
 */
export function complete(program: Command, start: Start): Command {
  const command = new Command('complete')
    .argument('[words...]')
    .addOption(new Option('--shell <shell>', 'write for this one').choices(shells))
    .addOption(new Option('--refresh <what>', 'ask the cluster for names').choices(['topics', 'groups']))
    .action((words: string[], options: CompleteOptions) =>
      start(options, async (context) => {
        const { shell, refresh } = options;
        if (refresh === undefined) {
          const { completeLine } = await import('./complete.run.js');
          await completeLine(context, program, words, shell);
        } else {
          const { refreshNames } = await import('./refresh.run.js');
          await refreshNames(context, program, refresh, words);
        }
        return exitCodes.ok;
      }),
    );
  return commonFlags(command);
}
