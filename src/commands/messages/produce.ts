import { Command } from 'commander';
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

export interface ProduceOptions extends ClusterOptions, OutputOptions {
  readonly file?: string;
  readonly json?: true;
  readonly keepPartitions?: true;
  readonly recordKey?: string;
  readonly value?: string;
  readonly header?: readonly string[];
  readonly partition?: string;
  readonly timestamp?: string;
  readonly tombstone?: true;
  readonly dryRun?: true;
  readonly yes?: true;
}

export function messagesProduce(start: Start): Command {
  const command = new Command('produce')
    .description('send messages to a topic: one from the command line, or a line each from input')
    .argument('<topic>', 'the name of a topic')
    .option('--file <path>', 'a message a line from here, instead of standard input')
    .option('--json', 'each line is a message as peek prints it, with key, headers and time')
    .option('--keep-partitions', 'with --json: to the partition that each line names')
    .option('--value <text>', 'send this one, and read no input')
    .option('--tombstone', 'send null, which deletes the key of a compacted topic')
    .option('-k, --record-key <text>', 'the key of each message')
    .option('--header <name=value>', 'a header of each message; may be repeated', collect)
    .option('--partition <number>', 'to this partition, whatever the key')
    .option('--timestamp <time>', 'of each message: 2026-03-01T12:00:00Z, or @ and milliseconds')
    .option('-n, --dry-run', 'read all of it, say what would go where, and send nothing')
    .option('-y, --yes', 'send to a protected environment without a question')
    .action((topic: string, options: ProduceOptions) =>
      start(options, async (context) => {
        const { produceMessages } = await import('./produce.run.js');
        return produceMessages(context, { ...options, topic });
      }),
    );
  examples(command, [
    ['exops messages produce orders -k order-17 --value \'{"side":"SELL"}\'', 'one message'],
    ['exops messages produce orders --file orders.txt', 'a message a line'],
    ['exops messages produce orders --json --file orders.jsonl --dry-run', 'look it through first'],
    ['exops messages peek dlq --from start | exops messages produce orders --json', 'send again what failed'],
    ['exops messages produce prices -k BTC --tombstone', 'delete a key'],
  ]);
  return commonFlags(clusterFlags(outputFlag(command)));
}
