import { Command } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  collect,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';
import { partitionCount, replicaCount } from './asked-numbers.js';

export interface AlterOptions extends ClusterOptions, PlanFlags, OutputOptions {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  /** `KEY=VALUE` */
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  readonly throttle: string;
}

export function topicsAlter(start: Start): Command {
  const command = new Command('alter')
    .description('change what is named here of topics, and nothing else')
    .argument('<patterns...>', 'names or globs: "orders.*"')
    .option('--partitions <n>', 'the new total; there can only be more of them', partitionCount)
    .option('--replication-factor <n>', 'copies of each partition; moves replicas', replicaCount)
    .option('--set <key=value>', 'set this: retention.ms=3d; may be repeated', collect)
    .option('--unset <key>', "go back to the cluster's default; may be repeated", collect)
    .option(
      '--throttle <rate>',
      'bytes a second that moving replicas may take of each broker, or none',
      '50MiB',
    )
    .action((patterns: string[], options: AlterOptions) =>
      start(options, async (context) => {
        const { alterTopicsCommand } = await import('./alter.run.js');
        return alterTopicsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops topics alter orders.events --partitions 12', 'more partitions'],
    ['exops topics alter "dlq.*" --set retention.ms=14d', 'a setting of several topics'],
    ['exops topics alter orders.events --unset retention.ms', 'back to the default'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
