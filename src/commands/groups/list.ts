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

export interface ListOptions extends ClusterOptions, OutputOptions<'table' | 'json' | 'yaml' | 'name'> {}

export function groupsList(start: Start): Command {
  const command = new Command('list')
    .alias('ls')
    .description('list the groups of a cluster: of consumers, of the classic protocol and share groups')
    .argument('[patterns...]', 'names or globs: "payment-*"; all when none is given')
    .action((patterns: string[], options: ListOptions) =>
      start(options, async (context) => {
        const { listGroupsCommand } = await import('./list.run.js');
        return listGroupsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops groups list', 'of the default environment, with their state'],
    ['exops groups list "payment-*" -o name', 'names only, one a line'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command), ['table', 'json', 'yaml', 'name']));
}
