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

export interface DescribeOptions extends ClusterOptions, OutputOptions {
  readonly internal?: true;
  readonly defaults?: true;
}

export function topicsDescribe(start: Start): Command {
  const command = new Command('describe')
    .description('show partitions, leaders, replicas and settings of topics')
    .argument('[patterns...]', 'names or globs: "orders.*"; all when none is given')
    .option('--internal', 'internal topics too')
    .option('--defaults', 'settings in effect by default too, not only those set on the topic')
    .action((patterns: string[], options: DescribeOptions) =>
      start(options, async (context) => {
        const { describeTopicsCommand } = await import('./describe.run.js');
        return describeTopicsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops topics describe reservation.events', 'one topic'],
    ['exops topics describe "dlq.*" --defaults', 'with every setting in effect'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command)));
}
