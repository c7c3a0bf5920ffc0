import { Command } from 'commander';
import { complete, completion } from './commands/completion/completion.js';
import { config } from './commands/config/config.js';
import { connect } from './commands/connect/connect.js';
import { help } from './commands/help/help.js';
import { host } from './commands/host/host.js';
import { k8s } from './commands/k8s/k8s.js';
import { sshConfig } from './commands/ssh-config/ssh-config.js';
import type { Start } from './commands/start.js';
import { listedTools, toolCommand } from './commands/tools/tools.js';
import { topics } from './commands/topics/topics.js';
import { toolNames } from './lib/hosts/tools/tool-names.js';

const lead = `Ops for Kafka and Redpanda on AWS. Every change is a plan first: shown, confirmed, applied, verified.`;

/**
 * The command tree; of packages, only commander is loaded for it.
 * @param typed the command line: of Kafka's many tools only those that it names are built
 */
export function buildProgram(version: string, typed: readonly string[], start: Start): Command {
  const program = new Command('exops')
    .description(lead)
    .version(version, '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .enablePositionalOptions();
  for (const command of [topics, connect, sshConfig, host]) program.addCommand(command(start));
  for (const name of toolNames) {
    const isListed = listedTools.includes(name);
    if (isListed || typed.includes(name)) program.addCommand(toolCommand(start, name), { hidden: !isListed });
  }
  program.addCommand(k8s(start));
  program.addCommand(config(start));
  program.addCommand(completion(start));
  program.addCommand(complete(program, start), { hidden: true });
  program.addCommand(help(program, start));
  return program;
}
