import { Command } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

export interface ViewOptions extends ClusterOptions, OutputOptions {}

export function configView(start: Start): Command {
  const command = new Command('view')
    .description('show the settings that would be used, and where each comes from; secrets stay hidden')
    .action((options: ViewOptions) =>
      start(options, async (context) => {
        const { viewConfigCommand } = await import('./view.run.js');
        return viewConfigCommand(context, options);
      }),
    );
  examples(command, [
    ['exops config view', 'the default environment'],
    ['exops config view -e prod -o json', 'another one, for a program'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command)));
}
