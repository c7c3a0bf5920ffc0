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

export interface DescribeOptions extends ClusterOptions, OutputOptions {}

export function groupsDescribe(start: Start): Command {
  const command = new Command('describe')
    .description('show the members of groups, where they run and which partitions they have')
    .argument('<patterns...>', 'names or globs: "payment-*"')
    .action((patterns: string[], options: DescribeOptions) =>
      start(options, async (context) => {
        const { describeGroupsCommand } = await import('./describe.run.js');
        return describeGroupsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops groups describe settlement', 'who is in it, from which address, with which partitions'],
    ['exops groups describe "payment-*" -o json', 'with the ids of the members'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command)));
}
