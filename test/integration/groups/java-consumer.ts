import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { installKafka } from '../../lab/kafka/install.js';
import { jvmCommand } from '../../lab/kafka/jvm.js';
import { supervise } from '../../lab/supervised-process.js';

export interface ConsumerOptions {
  readonly bootstrap: string;
  readonly topic: string;
  readonly group: string;
  /** Settings of the client: `group.protocol=consumer`, for example. */
  readonly settings?: readonly string[];
  /** The class of Kafka's tool. */
  readonly main?: string;
}

const consoleConsumer = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
export const shareConsumer = 'org.apache.kafka.tools.consumer.ConsoleShareConsumer';

export interface JavaConsumer {
  /** Waits for as many records, in all. */
  received(count: number): Promise<void>;
  /** Leaves the group as a consumer does that is told to end, with what it has read committed. */
  stop(): Promise<void>;
}

/** Kafka's own consumer, as a member of a group until the test ends. */
export async function startConsumer(options: ConsumerOptions): Promise<JavaConsumer> {
  const { bootstrap, topic, group, settings = [], main = consoleConsumer } = options;
  const install = await installKafka();
  const isShared = main === shareConsumer;
  const properties = [
    'auto.commit.interval.ms=200',
    ...(isShared ? [] : ['auto.offset.reset=earliest']),
    ...settings,
  ];
  const command = jvmCommand(install, 'tools', [
    ...[main, '--bootstrap-server', bootstrap, '--topic', topic, '--group', group],
    ...properties.flatMap((property) => ['--consumer-property', property]),
  ]);
  const started = supervise(command, { cwd: install.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => started.kill());
  const { stdout, stderr } = started.child;
  if (stdout === null || stderr === null) throw new Error('No pipes to the consumer.');
  let count = 0;
  let said = '';
  let wake = () => {};
  stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  createInterface({ input: stdout }).on('line', () => {
    count += 1;
    wake();
  });
  void started.exited.then(() => wake());
  return {
    async received(wanted) {
      while (count < wanted) {
        if (started.hasExited()) throw new Error(`The consumer ended: ${said}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
    stop: () => started.terminate(10_000),
  };
}
