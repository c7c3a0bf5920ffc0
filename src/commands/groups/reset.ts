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

export interface ResetOptions extends ClusterOptions, PlanFlags, OutputOptions {
  readonly to?: string;
  readonly topic?: readonly string[];
  readonly fromFile?: string;
}

export function groupsReset(start: Start): Command {
  const command = new Command('reset')
    .description('set the offsets of a stopped group: plan, confirm, apply, verify')
    .argument('<group>', 'its name')
    .option('--to <point>', `earliest, latest, a shift (+10, -10), ${pointWords}`)
    .option('--topic <topic>', 'only this one, or partitions of it: orders:0,2,5-7; may be repeated', collect)
    .option('--from-file <file>', 'lines of TOPIC PARTITION OFFSET, as a reset leaves them to be undone')
    .action((group: string, options: ResetOptions) =>
      start(options, async (context) => {
        const { resetGroup } = await import('./reset.run.js');
        return resetGroup(context, { ...options, command: 'groups reset', group });
      }),
    );
  examples(command, [
    ['exops groups reset settlement --to earliest --dry-run', 'what would be read again'],
    ['exops groups reset settlement --to -1h --topic orders', 'from an hour ago on'],
    ['exops groups reset settlement --from-file FILE', 'undo: every reset names its file'],
  ]);
  return commonFlags(outputFlag(planFlags(clusterFlags(command))));
}
