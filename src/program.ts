import { Command } from 'commander';
import { complete, completion } from './commands/completion/completion.js';
import { config } from './commands/config/config.js';
import { help } from './commands/help/help.js';
import type { Start } from './commands/start.js';
import { topics } from './commands/topics/topics.js';

const lead = `Ops for Kafka and Redpanda on AWS. Every change is a plan first: shown, confirmed, applied, verified.`;

/** The whole command tree; nothing but commander is loaded for it. */
export function buildProgram(version: string, start: Start): Command {
  const program = new Command('exops')
    .description(lead)
    .version(version, '-V, --version', 'print the version')
    .showSuggestionAfterError();
  for (const noun of [topics, config]) program.addCommand(noun(start));
  program.addCommand(completion(start));
  program.addCommand(complete(program, start), { hidden: true });
  program.addCommand(help(program, start));
  return program;
}
