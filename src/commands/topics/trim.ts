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
  pointWords,
} from '../flags.js';
import type { Start } from '../start.js';

export interface TrimOptions extends ClusterOptions, PlanFlags, OutputOptions {
  readonly before?: string;
  readonly all?: true;
  readonly partition?: readonly string[];
}

export function topicsTrim(start: Start): Command {
  const command = new Command('trim')
    .description('delete the oldest records of topics; the topics stay')
    .argument('<names...>', 'full names')
    .option('--before <point>', `what is before ${pointWords}`)
    .option('--all', 'every record that is there now')
    .option('--partition <list>', 'only these: 0,2,5-7; may be repeated', collect)
    .action((names: string[], options: TrimOptions) =>
      start(options, async (context) => {
        const { trimTopicsCommand } = await import('./trim.run.js');
        return trimTopicsCommand(context, { ...options, names });
      }),
    );
  examples(command, [
    ['exops topics trim orders.events --before 3d', 'what is older than three days'],
    ['exops topics trim orders.events --partition 0 --before 4200', 'past a poisonous record'],
    ['exops topics trim load-test --all --confirm load-test', 'empty a topic, in a script'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
