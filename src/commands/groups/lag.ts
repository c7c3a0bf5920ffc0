import { Command, InvalidArgumentError, Option } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  collect,
  commonFlags,
  duration,
  examples,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

export interface LagOptions extends ClusterOptions, OutputOptions<'table' | 'json' | 'yaml' | 'name'> {
  readonly by: 'group' | 'topic' | 'partition';
  readonly onlyLagging?: true;
  readonly topic?: readonly string[];
  readonly watch?: true;
  /** Milliseconds. */
  readonly every?: number;
  readonly check?: true;
  readonly maxLag?: bigint;
}

export function groupsLag(start: Start): Command {
  const command = new Command('lag')
    .description('how many records groups have not read yet')
    .argument('[patterns...]', 'names of groups or globs: "payment-*"; all when none is given')
    .addOption(
      new Option('--by <what>', 'a line for each').choices(['group', 'topic', 'partition']).default('group'),
    )
    .option('--only-lagging', 'leave out what has read everything')
    .option('--topic <pattern>', 'only of these topics; may be repeated', collect)
    .option('-w, --watch', 'go on, with the rate and the time to catch up, until Ctrl-C')
    .option('--every <duration>', 'time between two looks of --watch (default: 5s)', duration)
    .option('--check', 'exit 3 when a group is further behind than --max-lag')
    .option('--max-lag <records>', 'what --check allows each group (default: 0)', records)
    .action((patterns: string[], options: LagOptions) =>
      start(options, async (context) => {
        const { lagCommand } = await import('./lag.run.js');
        return lagCommand(context, { ...options, patterns });
      }),
    );
  examples(command, [
    ['exops groups lag', 'every group, the most lag first'],
    ['exops groups lag settlement --by partition', 'offsets, ends and who reads them'],
    ['exops groups lag --only-lagging --watch', 'follow who catches up, and how fast'],
    [
      'exops groups lag "payment-*" --check --max-lag 1000',
      'for monitoring: exit 3 when one is too far behind',
    ],
  ]);
  return commonFlags(outputFlag(clusterFlags(command), ['table', 'json', 'yaml', 'name']));
}

function records(text: string): bigint {
  if (!/^\d{1,19}$/.test(text)) throw new InvalidArgumentError('Write a whole number of records.');
  return BigInt(text);
}
