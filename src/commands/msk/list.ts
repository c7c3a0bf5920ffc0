import { Command } from 'commander';
import {
  type AwsOptions,
  accountFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

export interface ListOptions extends AwsOptions, OutputOptions<'table' | 'json' | 'yaml' | 'name'> {}

export function mskList(start: Start): Command {
  const command = new Command('list')
    .alias('ls')
    .description('the MSK clusters of a region, and what state they are in')
    .action((options: ListOptions) =>
      start(options, async (context) => {
        const { listClusters } = await import('./list.run.js');
        return listClusters(context, options);
      }),
    );
  examples(command, [
    ['exops msk list', 'provisioned and serverless ones'],
    ['exops msk list --region eu-west-1 -o name', 'names only, one a line, without any configuration'],
  ]);
  return commonFlags(outputFlag(accountFlags(command), ['table', 'json', 'yaml', 'name']));
}
