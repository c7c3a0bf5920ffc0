import { Command, InvalidArgumentError, Option } from 'commander';
import { type ClusterOptions, clusterFlags, collect, commonFlags, examples, pointWords } from '../flags.js';
import type { Start } from '../start.js';

export interface PeekOptions extends ClusterOptions {
  readonly from?: string;
  readonly last?: number;
  readonly partition?: readonly string[];
  readonly limit?: number;
  readonly follow?: true;
  readonly recordKey?: string;
  readonly value?: string;
  readonly header?: readonly string[];
  readonly jsonPath?: string;
  readonly decode?: PeekDecoding;
  readonly decodeKey?: PeekDecoding;
  readonly uncommitted?: true;
  readonly output?: 'table' | 'json';
}

export type PeekDecoding = 'json' | 'string' | 'hex' | 'base64';

/** As in `decodings`, which would load more than a command's flags may. */
const decodings: readonly PeekDecoding[] = ['json', 'string', 'hex', 'base64'];

export function messagesPeek(start: Start): Command {
  const command = new Command('peek')
    .description('show messages of a topic without a consumer group')
    .argument('<topic>', 'the name of a topic')
    .option('--from <point>', `begin at start, end, ${pointWords}`)
    .option('--last <count>', 'begin so many offsets before the end of each partition', wholeNumber)
    .option('--partition <list>', 'only these: 0,2,5-7; may be repeated', collect)
    .option('--limit <count>', 'end after so many messages', wholeNumber)
    .option('-f, --follow', 'go on with what is written from now on, until Ctrl-C')
    .option('-k, --record-key <pattern>', 'only those whose key fits a glob or a /regex/')
    .option('--value <pattern>', 'only those whose value fits a glob or a /regex/')
    .option('--header <name=pattern>', 'only those with this header; may be repeated', collect)
    .option('--json-path <path=text>', 'only those with it in their JSON: order.items[0].sku=A-1')
    .addOption(new Option('--decode <as>', 'show values as').choices(decodings))
    .addOption(new Option('--decode-key <as>', 'show keys as').choices(decodings))
    .option('--uncommitted', 'messages of open and of aborted transactions, too')
    .addOption(
      new Option('-o, --output <format>', 'json: an object a line (default in a pipe)').choices([
        'table',
        'json',
      ]),
    )
    .action((topic: string, options: PeekOptions) =>
      start(options, async (context) => {
        const { peekMessages } = await import('./peek.run.js');
        return peekMessages(context, { ...options, topic });
      }),
    );
  examples(command, [
    ['exops messages peek reservation.events', 'the last 10 of each partition'],
    [
      'exops messages peek reservation.events --from -1h --value "*refund*"',
      'of the last hour, those about refunds',
    ],
    ['exops messages peek dlq.payment --from start | jq .value', 'all of it, an object a line'],
    ['exops messages peek orders --follow --json-path order.side=SELL', 'what comes in from now on'],
  ]);
  return commonFlags(clusterFlags(command));
}

export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError('Write a whole number of 1 or more.');
  return Number(text);
}
