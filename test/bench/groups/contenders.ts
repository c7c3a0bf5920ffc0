import { installKafka } from '../../lab/kafka/install.js';
import { jvmCommand } from '../../lab/kafka/jvm.js';
import { exopsCommand } from '../contenders/exops.js';
import { ownVersion } from '../contenders/find-contenders.js';
import { findProgram } from '../contenders/find-program.js';
import type { Command } from '../timed-commands.js';
import type { GroupsScene } from './scene.js';

export interface LagJob extends GroupsScene {
  readonly bootstrap: string;
  /** Where the cluster is, for kaf. */
  readonly kafConfig: string;
}

/** Who tells how far every group is behind in every partition. */
export interface LagContender {
  readonly name: string;
  readonly version: string;
  readonly shown: string;
  commands(job: LagJob): readonly Command[];
  /** Whether what it says is without the groups' names. */
  readonly isNameless?: boolean;
}

export interface LagContenders {
  /** exops first. */
  readonly present: readonly LagContender[];
  readonly missing: readonly string[];
}

interface LagPeer {
  readonly name: string;
  readonly versionArgs: readonly string[];
  readonly shown: string;
  readonly isNameless?: boolean;
  commands(program: string, job: LagJob): readonly Command[];
}

const each = 'a command for each group';

const peers: readonly LagPeer[] = [
  {
    ...{ name: 'rpk', versionArgs: ['version'], shown: 'rpk group describe, all names given' },
    commands: (program, { bootstrap, groups }) => [
      { argv: [program, '-X', `brokers=${bootstrap}`, 'group', 'describe', ...groups] },
    ],
  },
  {
    ...{ name: 'kcl', versionArgs: ['--version'], shown: 'kcl group describe, all names given' },
    commands: (program, { bootstrap, groups }) => [
      {
        argv: [program, '-B', bootstrap, 'group', 'describe', ...groups],
        env: { KCL_NO_CONFIG_FILE: 'yes' },
      },
    ],
  },
  {
    ...{ name: 'kafkactl', versionArgs: ['version'], shown: `kafkactl describe consumer-group, ${each}` },
    isNameless: true,
    commands: (program, { bootstrap, groups }) =>
      groups.map((group) => ({
        argv: [program, 'describe', 'consumer-group', group],
        env: { BROKERS: bootstrap },
      })),
  },
  {
    ...{ name: 'kaf', versionArgs: ['--version'], shown: `kaf group describe, ${each}` },
    commands: (program, { kafConfig, groups }) =>
      groups.map((group) => ({ argv: [program, '--config', kafConfig, 'group', 'describe', group] })),
  },
  {
    ...{ name: 'topicctl', versionArgs: ['--version'] },
    shown: 'topicctl get lags, a command for each group and topic',
    isNameless: true,
    commands: (program, { bootstrap, groups, topics }) =>
      groups.flatMap((group) =>
        topics.map((topic) => ({
          argv: [program, 'get', 'lags', topic, group, '--broker-addr', bootstrap],
        })),
      ),
  },
];

/** exops, Kafka's own tool, and the peers that are in `EXOPS_BENCH_PEERS`, a folder, or on the PATH. */
export async function lagContenders(scratch: string): Promise<LagContenders> {
  const present: LagContender[] = [await exops(), await kafkaTool()];
  const missing: string[] = [];
  for (const peer of peers) {
    const found = await findProgram(peer, scratch);
    if (found === undefined) missing.push(peer.name);
    else
      present.push({
        ...peer,
        version: found.version,
        commands: (job) => peer.commands(found.program, job),
      });
  }
  return { present, missing };
}

async function exops(): Promise<LagContender> {
  return {
    ...{ name: 'exops', version: await ownVersion(), shown: 'exops groups lag --by partition' },
    commands: ({ bootstrap }) => [exopsCommand('groups', 'lag', '--by', 'partition', '--brokers', bootstrap)],
  };
}

async function kafkaTool(): Promise<LagContender> {
  const install = await installKafka();
  const main = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
  return {
    ...{ name: "Kafka's tools", version: install.version },
    shown: 'kafka-consumer-groups --describe --all-groups',
    commands: ({ bootstrap }) => [
      {
        argv: jvmCommand(install, 'tools', [
          ...[main, '--bootstrap-server', bootstrap, '--describe', '--all-groups'],
        ]),
        cwd: install.folder,
      },
    ],
  };
}
