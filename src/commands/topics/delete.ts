import { Command } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';

export interface DeleteOptions extends ClusterOptions, PlanFlags, OutputOptions {
  readonly internal?: true;
  readonly ifExists?: true;
}

export function topicsDelete(start: Start): Command {
  const command = new Command('delete')
    .description('delete topics, after their name or their count was typed')
    .argument('<patterns...>', 'names or globs: "orders.*", which match no internal topic')
    .option('--if-exists', 'what is not there is no failure')
    .option('--internal', 'internal topics too, each by its full name')
    .action((patterns: string[], options: DeleteOptions) =>
      start(options, async (context) => {
        const { deleteTopicsCommand } = await import('./delete.run.js');
        return deleteTopicsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops topics delete orders.old', 'the plan says what is in it and who reads it'],
    ['exops topics delete "test-*" --dry-run', 'the plan alone'],
    ['exops topics delete "test-*" --confirm "3 topics"', 'in a script, after reading it'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
