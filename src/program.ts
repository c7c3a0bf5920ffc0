import { Command } from 'commander';
import { aws } from './commands/aws/aws.js';
import { cluster } from './commands/cluster/cluster.js';
import { complete, completion } from './commands/completion/completion.js';
import { config } from './commands/config/config.js';
import { connect } from './commands/connect/connect.js';
import { dev } from './commands/dev/dev.js';
import { doctor } from './commands/doctor/doctor.js';
import { groups } from './commands/groups/groups.js';
import { help } from './commands/help/help.js';
import { host } from './commands/host/host.js';
import { k8s } from './commands/k8s/k8s.js';
import { messages } from './commands/messages/messages.js';
import { msk } from './commands/msk/msk.js';
import { sshConfig } from './commands/ssh-config/ssh-config.js';
import type { Start } from './commands/start.js';
import { listedTools, toolCommand } from './commands/tools/tools.js';
import { topics } from './commands/topics/topics.js';
import { toolNames } from './lib/hosts/tools/tool-names.js';

const lead = `Ops for Kafka and Redpanda on AWS. Every change is a plan first: shown, confirmed, applied, verified.`;

type Commands = Readonly<Record<string, (start: Start) => Command>>;

/** Listed before Kafka's tools, by the names that they have. */
const beforeTools: Commands = { topics, groups, messages, cluster, connect, 'ssh-config': sshConfig, host };
const afterTools: Commands = { msk, k8s, dev, doctor, aws, config, completion };

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
  const alone = new Map(Object.entries({ ...beforeTools, ...afterTools })).get(commandIn(typed) ?? '');
  if (alone === undefined) addAll(program, typed, start);
  else program.addCommand(alone(start));
  program.addCommand(complete(program, start), { hidden: true });
  program.addCommand(help(program, start));
  return program;
}

/** Where a line is completed, the command is that of the line, unless it is still being typed. */
function commandIn(typed: readonly string[]): string | undefined {
  const [name] = typed;
  const line = typed.slice(typed.indexOf('--') + 1);
  return name === 'complete' && typed.includes('--') && line.length > 1 ? line[0] : name;
}

function addAll(program: Command, typed: readonly string[], start: Start): void {
  for (const command of Object.values(beforeTools)) program.addCommand(command(start));
  for (const name of toolNames) {
    const isListed = listedTools.includes(name);
    if (isListed || typed.includes(name)) program.addCommand(toolCommand(start, name), { hidden: !isListed });
  }
  for (const command of Object.values(afterTools)) program.addCommand(command(start));
}
