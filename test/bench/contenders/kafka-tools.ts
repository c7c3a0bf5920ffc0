import { installKafka } from '../../lab/kafka/install.js';
import { jvmCommand } from '../../lab/kafka/jvm.js';
import { type Contender, changedSetting, type Job, repeated } from './contender.js';

const topicTool = 'org.apache.kafka.tools.TopicCommand';
const configTool = 'kafka.admin.ConfigCommand';

/** Kafka's own tools, started straight and with a class archive: sooner than their shell scripts start them. */
export async function kafkaTools(): Promise<Contender> {
  const install = await installKafka();
  const command = (main: string, { bootstrap }: Job, ...args: readonly string[]) => ({
    argv: jvmCommand(install, 'tools', [main, '--bootstrap-server', bootstrap, ...args]),
    cwd: install.folder,
  });
  const topics =
    (...args: readonly string[]) =>
    (job: Job) => [command(topicTool, job, ...args)];
  return {
    name: "Kafka's tools",
    version: install.version,
    operations: {
      list: [{ shown: 'kafka-topics --list', commands: topics('--list') }],
      describe: [{ shown: 'kafka-topics --describe', commands: topics('--describe') }],
      create: [
        {
          shown: 'kafka-topics --create, a command for each topic',
          commands: (job) => job.names.map((name) => command(topicTool, job, ...creation(job, name))),
        },
      ],
      nothing: [{ shown: 'kafka-topics --describe, which compares nothing', commands: topics('--describe') }],
      change: [
        {
          shown: 'kafka-configs --alter, a command for each topic',
          commands: (job) => job.names.map((name) => command(configTool, job, ...alteration(job, name))),
        },
      ],
    },
  };
}

function creation({ partitions, settings }: Job, name: string): string[] {
  const sizes = ['--partitions', String(partitions), '--replication-factor', '1'];
  return ['--create', '--topic', name, ...sizes, ...repeated('--config', settings)];
}

function alteration(job: Job, name: string): string[] {
  return ['--alter', '--entity-type', 'topics', '--entity-name', name, '--add-config', changedSetting(job)];
}
