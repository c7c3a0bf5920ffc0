import { Command } from 'commander';
import { commonFlags, configFlag, examples } from '../flags.js';
import type { CommonOptions, Start } from '../start.js';

export interface ValidateOptions extends CommonOptions {
  readonly config?: string;
}

export function configValidate(start: Start): Command {
  const command = new Command('validate')
    .description('check exops.yaml and the manifests it names, without reaching anything')
    .action((options: ValidateOptions) =>
      start(options, async (context) => {
        const { validateConfigCommand } = await import('./validate.run.js');
        return validateConfigCommand(context, options);
      }),
    );
  examples(command, [['exops config validate', 'before a commit, and in CI']]);
  return commonFlags(configFlag(command));
}
