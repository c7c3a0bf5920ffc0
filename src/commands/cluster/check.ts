import { Command, InvalidArgumentError } from 'commander';
import {
  type ClusterOptions,
  clusterFlags,
  commonFlags,
  examples,
  type OutputOptions,
  outputFlag,
} from '../flags.js';
import type { Start } from '../start.js';

export interface CheckOptions extends ClusterOptions, OutputOptions {
  readonly topic?: string;
  readonly records: number;
  readonly size: number;
  readonly yes?: true;
}

const mostRecords = 10_000;
/** Less than the largest batch that Kafka takes unless it is told otherwise. */
const mostBytes = 1_000_000;

export function clusterCheck(start: Start): Command {
  const command = new Command('check')
    .description('write to every broker and read back, alone and in groups; exit 3 when a part fails')
    .option('--topic <name>', 'write to this one, which must be there, instead of a temporary one')
    .option(
      '--records <count>',
      'round trips with each broker; a burst has 100 times as many',
      upTo(mostRecords),
      100,
    )
    .option('--size <bytes>', "of each record's value", upTo(mostBytes), 1_024)
    .option('-y, --yes', 'check a protected environment without a question')
    .action((options: CheckOptions) =>
      start(options, async (context) => {
        const { checkCluster } = await import('./check.run.js');
        return checkCluster(context, options);
      }),
    );
  examples(command, [
    ['exops cluster check', 'on a temporary topic, which is deleted afterwards'],
    [
      'exops cluster check --records 1000 --size 200 -o json',
      'for a program: latency, throughput, what failed',
    ],
    ['exops cluster check --topic canary', 'where no topic may be made'],
  ]);
  return commonFlags(outputFlag(clusterFlags(command)));
}

function upTo(most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (value < 1 || value > most)
      throw new InvalidArgumentError(`Write a whole number from 1 to ${most.toLocaleString('en-US')}.`);
    return value;
  };
}
