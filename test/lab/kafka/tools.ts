import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { supervise } from '../supervised-process.js';
import { temporaryFolder } from '../temporary-folder.js';
import { installKafka } from './install.js';
import { jvmCommand } from './jvm.js';

const tools = {
  acls: ['org.apache.kafka.tools.AclCommand', '--command-config'],
  configs: ['kafka.admin.ConfigCommand', '--command-config'],
  'console-consumer': ['org.apache.kafka.tools.consumer.ConsoleConsumer', '--consumer.config'],
  'console-producer': ['org.apache.kafka.tools.ConsoleProducer', '--producer.config'],
  'consumer-groups': ['org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', '--command-config'],
  'get-offsets': ['org.apache.kafka.tools.GetOffsetShell', '--command-config'],
  'leader-election': ['org.apache.kafka.tools.LeaderElectionCommand', '--admin.config'],
  'log-dirs': ['org.apache.kafka.tools.LogDirsCommand', '--command-config'],
  'metadata-quorum': ['org.apache.kafka.tools.MetadataQuorumCommand', '--command-config'],
  'reassign-partitions': ['org.apache.kafka.tools.reassign.ReassignPartitionsCommand', '--command-config'],
  topics: ['org.apache.kafka.tools.TopicCommand', '--command-config'],
} as const;

export type KafkaToolName = keyof typeof tools;

export interface KafkaToolOptions {
  /** What the tool reads from its standard input. */
  readonly input?: string;
  /** The client's settings, as in a properties file: how to log in, for example. */
  readonly commandConfig?: Readonly<Record<string, string>>;
  /** The tool is killed after this time; a minute unless told otherwise. */
  readonly timeoutMs?: number;
}

/**
 * Runs one of Kafka's own tools (`kafka-topics.sh` is `topics`) and returns its standard output. A failed one
 * is an error with everything it said. Takes half a second to a second.
 */
export async function kafkaTool(
  bootstrap: string,
  tool: KafkaToolName,
  args: readonly string[],
  options: KafkaToolOptions = {},
): Promise<string> {
  const [main, configOption] = tools[tool];
  const { commandConfig } = options;
  const command = [main, '--bootstrap-server', bootstrap, ...args];
  if (commandConfig === undefined) return run(tool, command, options);
  const folder = await temporaryFolder();
  try {
    const file = join(folder.path, 'client.properties');
    const lines = Object.entries(commandConfig).map(([key, value]) => `${key}=${value}\n`);
    await writeFile(file, lines.join(''), { mode: 0o600 });
    return await run(tool, [...command, configOption, file], options);
  } finally {
    await folder.remove();
  }
}

async function run(tool: string, command: readonly string[], options: KafkaToolOptions): Promise<string> {
  const { input = '', timeoutMs = 60_000 } = options;
  const install = await installKafka();
  const started = supervise(jvmCommand(install, 'tools', command), {
    cwd: install.folder,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { stdin, stdout, stderr } = started.child;
  if (stdin === null || stdout === null || stderr === null) throw new Error(`No pipes to kafka-${tool}.`);
  // A tool that ends without reading its input is judged by its exit code.
  stdin.on('error', () => undefined);
  stdin.end(input);
  const timer = setTimeout(() => void started.kill(), timeoutMs);
  const [exit, out, err] = await Promise.all([started.exited, text(stdout), text(stderr)]);
  clearTimeout(timer);
  if (exit.code === 0) return out;
  const outcome = exit.signal === null ? `exited with ${exit.code}` : `was killed after ${timeoutMs} ms`;
  throw new Error(`kafka-${tool} ${command.slice(1).join(' ')} ${outcome}:\n${err}${out}`.trim());
}
