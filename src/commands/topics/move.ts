import { Command } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
  type PlanFlags,
  planFlags,
} from '../flags.js';
import type { Start } from '../start.js';
import { brokerIds } from './asked-numbers.js';

export interface MoveOptions extends ClusterOptions, PlanFlags, OutputOptions {
  readonly offBroker?: readonly number[];
  readonly spreadRacks?: true;
  readonly cancel?: true;
  readonly throttle: string;
  readonly internal?: true;
  readonly allowUnderReplicated?: true;
}

export function topicsMove(start: Start): Command {
  const command = new Command('move')
    .description('move replicas off brokers or over racks, throttled, and wait for the end')
    .argument('[patterns...]', 'names or globs: "orders.*"; all topics when left out')
    .option('--off-broker <id>', 'leave this broker; may be repeated', brokerIds)
    .option('--spread-racks', 'part replicas of one partition that are in the same rack')
    .option('--cancel', 'end moves that run, whoever began them; replicas stay where they were')
    .option(
      '--throttle <rate>',
      'bytes a second that moving replicas may take of each broker, or none',
      '50MiB',
    )
    .option('--internal', 'internal topics, too: without them a broker is never empty')
    .option('--allow-under-replicated', 'move partitions that lack a replica in sync, too')
    .action((patterns: string[], options: MoveOptions) =>
      start(options, async (context) => {
        const { moveTopicsCommand } = await import('./move.run.js');
        return moveTopicsCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops topics move --off-broker 2 --internal', 'empty a broker, before it is taken away'],
    ['exops topics move "orders.*" --spread-racks --throttle 20MB', 'some topics, slowly'],
    ['exops topics move --off-broker 2 --dry-run', 'what would go where, and how much is copied'],
    ['exops topics move --cancel', 'end every move that runs'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
