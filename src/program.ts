import { Command } from 'commander';
import { complete, completion } from './commands/completion/completion.js';
import { config } from './commands/config/config.js';
import { connect } from './commands/connect/connect.js';
import { help } from './commands/help/help.js';
import { host } from './commands/host/host.js';
import { sshConfig } from './commands/ssh-config/ssh-config.js';
import type { Start } from './commands/start.js';
import { listedTools, toolCommand } from './commands/tools/tools.js';
import { topics } from './commands/topics/topics.js';
import { toolNames } from './lib/hosts/tools/tool-names.js';

const lead = `Ops for Kafka and Redpanda on AWS. Every change is a plan first: shown, confirmed, applied, verified.`;

/** By the names that they have; Kafka's tools are listed before `config`. */
const commands: Readonly<Record<string, (start: Start) => Command>> = {
  topics,
  connect,
  'ssh-config': sshConfig,
  host,
  config,
  completion,
};

/**
 * The command tree; of packages, only commander is loaded for it.
 * @param typed the command line: a command that it begins with is built alone, as building all takes a tenth of a
 *   short command's time, and of Kafka's many tools only those that it names
 */
export function buildProgram(version: string, typed: readonly string[], start: Start): Command {
  const program = new Command('exops')
    .description(lead)
    .version(version, '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .enablePositionalOptions();
  const isAlone = typed[0] !== undefined && Object.hasOwn(commands, typed[0]);
  for (const [name, command] of Object.entries(commands)) {
    if (name === 'config' && !isAlone) addTools(program, typed, start);
    if (!isAlone || name === typed[0]) program.addCommand(command(start));
  }
  program.addCommand(complete(program, start), { hidden: true });
  program.addCommand(help(program, start));
  return program;
}

function addTools(program: Command, typed: readonly string[], start: Start): void {
  for (const name of toolNames) {
    const isListed = listedTools.includes(name);
    if (isListed || typed.includes(name)) program.addCommand(toolCommand(start, name), { hidden: !isListed });
  }
}
