import { installKafka } from '../../lab/kafka/install.js';
import type { KafkaInstall } from '../../lab/kafka/jvm.js';
import { exopsCommand } from '../contenders/exops.js';
import { ownVersion } from '../contenders/find-contenders.js';
import { findProgram } from '../contenders/find-program.js';
import type { Command } from '../timed-commands.js';

/** Messages of a topic, and the file of lines they come from. */
export interface Stream {
  readonly bootstrap: string;
  readonly topic: string;
  readonly file: string;
  readonly count: number;
}

export interface StreamOperation {
  readonly shown: string;
  command(stream: Stream): Command;
}

/** Who sends a file's lines, and who writes out all messages of a topic. */
export interface StreamContender {
  readonly name: string;
  readonly version: string;
  readonly produce: StreamOperation;
  /** Its nearest to exops' own first: an object a line, with key and headers. */
  readonly consume: readonly StreamOperation[];
}

export interface StreamContenders {
  /** exops first. */
  readonly present: readonly StreamContender[];
  readonly missing: readonly string[];
}

/** exops, Kafka's console tools, and kcat where there is one. */
export async function streamContenders(scratch: string): Promise<StreamContenders> {
  const found = await findProgram({ name: 'kcat', versionArgs: ['-V'] }, scratch);
  const own = [await exops(), await consoleTools()];
  return {
    present: found === undefined ? own : [...own, kcat(found.program, found.version)],
    missing: found === undefined ? ['kcat'] : [],
  };
}

async function exops(): Promise<StreamContender> {
  return {
    name: 'exops',
    version: await ownVersion(),
    produce: {
      shown: 'exops messages produce',
      command: ({ bootstrap, topic, file }) =>
        exopsCommand('messages', 'produce', topic, '--file', file, '--brokers', bootstrap),
    },
    consume: [
      {
        shown: 'exops messages peek --from start',
        command: ({ bootstrap, topic }) =>
          exopsCommand('messages', 'peek', topic, '--from', 'start', '-o', 'json', '--brokers', bootstrap),
      },
    ],
  };
}

function kcat(program: string, version: string): StreamContender {
  const read = (shown: string, ...more: readonly string[]): StreamOperation => ({
    shown,
    command: ({ bootstrap, topic }) => ({
      argv: [program, '-C', '-q', '-e', '-o', 'beginning', ...more, '-b', bootstrap, '-t', topic],
    }),
  });
  return {
    name: 'kcat',
    version,
    produce: {
      shown: 'kcat -P -l',
      command: ({ bootstrap, topic, file }) => ({
        argv: [program, '-P', '-b', bootstrap, '-t', topic, '-l', file],
      }),
    },
    consume: [read('kcat -C -e -J', '-J'), read('kcat -C -e, values only')],
  };
}

// What kafka-run-class.sh and the scripts of the console tools set.
const scriptFlags = [
  ...['-Xmx512M', '-server', '-XX:+UseG1GC', '-XX:MaxGCPauseMillis=20'],
  ...['-XX:InitiatingHeapOccupancyPercent=35', '-XX:+ExplicitGCInvokesConcurrent', '-XX:-UsePerfData'],
  '-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=warn',
];

async function consoleTools(): Promise<StreamContender> {
  const install = await installKafka();
  return {
    name: "Kafka's console tools",
    version: install.version,
    produce: {
      shown: 'kafka-console-producer',
      command: ({ bootstrap, topic, file }) => ({
        ...java(install, 'org.apache.kafka.tools.ConsoleProducer', bootstrap, '--topic', topic),
        input: file,
      }),
    },
    consume: [
      {
        shown: 'kafka-console-consumer --from-beginning, values only',
        command: ({ bootstrap, topic, count }) =>
          java(
            install,
            ...['org.apache.kafka.tools.consumer.ConsoleConsumer', bootstrap, '--topic', topic],
            ...['--from-beginning', '--max-messages', String(count)],
          ),
      },
    ],
  };
}

function java(
  { java, classPath, folder }: KafkaInstall,
  main: string,
  bootstrap: string,
  ...args: readonly string[]
): Command {
  const argv = [java, ...scriptFlags, '-cp', classPath, main, '--bootstrap-server', bootstrap, ...args];
  return { argv, cwd: folder };
}
