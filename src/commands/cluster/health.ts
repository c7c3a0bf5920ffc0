import { Command, Option } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  collect,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

export interface HealthOptions extends ClusterOptions, OutputOptions {
  readonly topic?: readonly string[];
  readonly check?: true;
  readonly watch?: true;
}

export function clusterHealth(start: Start): Command {
  const command = new Command('health')
    .description('partitions and brokers with something wrong, the worst first')
    .option('--topic <pattern>', 'only topics of this name or glob: "orders.*"; may be repeated', collect)
    .addOption(
      new Option(
        '--check',
        'exit 3 when a partition is offline, under-replicated or under min ISR',
      ).conflicts('watch'),
    )
    .option('-w, --watch', 'go on and show what changes, until Ctrl-C')
    .action((options: HealthOptions) =>
      start(options, async (context) => {
        const { showClusterHealth } = await import('./health.run.js');
        return showClusterHealth(context, options);
      }),
    );
  examples(command, [
    ['exops cluster health', 'of the default environment'],
    ['exops cluster health --check -o json', 'for monitoring: exit 3 when somebody should look'],
    ['exops cluster health --watch --topic "orders.*"', 'while a broker is restarted'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command)));
}
