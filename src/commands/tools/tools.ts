import { Command } from 'commander';
import { notReached } from '../../lib/errors.js';
import type { Start } from '../start.js';
import { ownFlags, splitOwnFlags } from './own-flags.js';

/** Hands every word over as it was typed: commander would take a tool's flags for ours. */
class ToolCommand extends Command {
  override parseOptions(args: string[]): ReturnType<Command['parseOptions']> {
    return { operands: [...args], unknown: [] };
  }
}

/** `exops rpk …`, `exops kafka-topics …` */
export function toolCommand(start: Start, name: string): Command {
  return new ToolCommand(name)
    .description(`run ${name} on the host, where it lives; arguments and exit status untouched`)
    .usage('[exops options] [arguments...]')
    .helpOption(false)
    .allowExcessArguments()
    .argument('[arguments...]', `${name}'s own; \`exops ${name} --help\` is its help`)
    .addHelpText('after', `\nBefore the first argument, exops' own options: ${ownFlags.join(' ')}`)
    .action(async (words: string[]) => {
      const { options, args } = splitOwnFlags(words);
      await start(
        options,
        async (context) => {
          const { runTool } = await import('./tool.run.js');
          return runTool(context, { ...options, tool: name, args });
        },
        notReached,
      );
    });
}

/** What is listed in `exops --help`; the other tools of Kafka are there, too. */
export const listedTools = ['rpk', 'kafka-topics', 'kafka-configs', 'kafka-consumer-groups'];
