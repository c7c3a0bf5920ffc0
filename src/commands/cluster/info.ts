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

export interface InfoOptions extends ClusterOptions, OutputOptions {}

export function clusterInfo(start: Start): Command {
  const command = new Command('info')
    .description('brokers, racks, controller, version, features, and what is on each broker')
    .action((options: InfoOptions) =>
      start(options, async (context) => {
        const { showClusterInfo } = await import('./info.run.js');
        return showClusterInfo(context, options);
      }),
    );
  examples(command, [
    ['exops cluster info', 'of the default environment'],
    ['exops cluster info --brokers localhost:9092 -o json', 'without any configuration, for a program'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command)));
}
