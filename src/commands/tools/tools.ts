import { Command } from 'commander';
import { notReached } from '../../lib/errors.js';
import { examples } from '../flags.js';
import type { Start } from '../start.js';
import { commonOptions, ownFlags, splitOwnFlags } from './own-flags.js';

/** Hands every word over as it was typed: commander would take a tool's flags for ours. */
class ToolCommand extends Command {
  override parseOptions(args: string[]): ReturnType<Command['parseOptions']> {
    return { operands: [...args], unknown: [] };
  }
}

/** `exops rpk …`, `exops kafka-topics …` */
export function toolCommand(start: Start, name: string): Command {
  const command = new ToolCommand(name)
    .description(`run ${name} on the host, where it lives; arguments and exit status untouched`)
    .usage('[exops options] [arguments...]')
    .helpOption(false)
    .allowExcessArguments()
    .argument('[arguments...]', `${name}'s own`)
    .addHelpText(
      'after',
      `\nBefore the first argument, options of exops' own:\n  ${ownFlags.join(' ')}\nEXOPS_CONFIG names another exops.yaml: --config is the tool's.`,
    )
    .action(async (words: string[]) => {
      await start(
        commonOptions,
        async (context) => {
          const { options, args } = splitOwnFlags(words);
          const { runTool } = await import('./tool.run.js');
          return runTool(context, { ...options, tool: name, args });
        },
        notReached,
      );
    });
  return examples(command, [exampleOf[name] ?? [`exops ${name} --help`, `${name}'s own help`]]);
}

const exampleOf: Readonly<Record<string, readonly [command: string, what: string]>> = {
  rpk: ['exops rpk topic consume orders -n 5', 'on the PATH of the host, or in its container'],
  'kafka-topics': ['exops kafka-topics -e prod --describe', '--bootstrap-server is added'],
  'kafka-configs': ['exops kafka-configs --describe --entity-type brokers', 'as typed on the host'],
  'kafka-consumer-groups': ['exops kafka-consumer-groups --list', 'as typed on the host'],
};

/** What is listed in `exops --help`; the other tools of Kafka are there, too. */
export const listedTools = ['rpk', 'kafka-topics', 'kafka-configs', 'kafka-consumer-groups'];
