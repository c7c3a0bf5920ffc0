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
import { clusterArgument } from './cluster-argument.js';

export interface DescribeOptions extends AwsOptions, OutputOptions {}

export function mskDescribe(start: Start): Command {
  const command = new Command('describe')
    .description('all about an MSK cluster: state, listeners, brokers, network, secrets, policy')
    .argument('[cluster]', clusterArgument)
    .action((cluster: string | undefined, options: DescribeOptions) =>
      start(options, async (context) => {
        const { describeCluster } = await import('./describe.run.js');
        return describeCluster(context, { ...options, cluster });
      }),
    );
  examples(command, [
    ['exops msk describe', 'of the default environment'],
    ['exops msk describe liquibook-msk -o json', 'for programs'],
  ]);
  return commonFlags(outputFlag(accountFlags(command)));
}
