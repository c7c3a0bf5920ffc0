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

export interface CreateOptions extends ClusterOptions, PlanFlags, OutputOptions {
  readonly partitions?: number;
  readonly replicationFactor?: number;
  /** `KEY=VALUE` */
  readonly set?: readonly string[];
  readonly ifNotExists?: true;
}

export function topicsCreate(start: Start): Command {
  const command = new Command('create')
    .description('create topics that no manifest declares: plan, confirm, apply, verify')
    .argument('<names...>', 'of the new topics, all of this shape')
    .option('--partitions <n>', "how many; the cluster's default when left out", partitionCount)
    .option('--replication-factor <n>', "copies of each; the cluster's default when left out", replicaCount)
    .option('--set <key=value>', 'a setting: retention.ms=3d; may be repeated', collect)
    .option('--if-not-exists', 'leave a topic that is there as it is, and say what differs')
    .action((names: string[], options: CreateOptions) =>
      start(options, async (context) => {
        const { createTopicsCommand } = await import('./create.run.js');
        return createTopicsCommand(context, { ...options, names });
      }),
    );
  examples(command, [
    ['exops topics create orders.events --partitions 6', 'one topic'],
    ['exops topics create dlq.orders dlq.users --set retention.ms=7d', 'two of a shape'],
    ['exops topics create orders.events --if-not-exists --yes', 'in a script'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
