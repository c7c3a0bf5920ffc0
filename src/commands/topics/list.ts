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

export interface ListOptions extends ClusterOptions, OutputOptions<'table' | 'json' | 'yaml' | 'name'> {
  readonly internal?: true;
}

export function topicsList(start: Start): Command {
  const command = new Command('list')
    .alias('ls')
    .description('list the topics of a cluster')
    .argument('[patterns...]', 'names or globs: "orders.*"; all when none is given')
    .option('--internal', 'internal topics too')
    .action((patterns: string[], options: ListOptions) =>
      start(options, async (context) => {
        const { listTopicsCommand } = await import('./list.run.js');
        return listTopicsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops topics list', 'of the default environment'],
    ['exops topics list "dlq.*" -o name', 'names only, one a line'],
    ['exops topics list --brokers localhost:9092', 'without any configuration'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command), ['table', 'json', 'yaml', 'name']));
}
