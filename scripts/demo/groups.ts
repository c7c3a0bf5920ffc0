import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { installKafka } from '../../test/lab/kafka/install.js';
import { jvmCommand } from '../../test/lab/kafka/jvm.js';
import { kafkaTool } from '../../test/lab/kafka/tools.js';
import { supervise } from '../../test/lab/supervised-process.js';
import { examples, playAll, type Step, say } from './play.js';

const topic = 'payment.events';
const payments = 1_000;

/** Real consumers of a topic of the example ticketing: one that stopped on the way, one that goes on. */
export async function playGroups(folder: string, bootstrap: string): Promise<boolean> {
  say('Two real groups read payments: settlement stops after 600, mail goes on …');
  const [mail] = await Promise.all([startMail(bootstrap), readSome(bootstrap), produce(bootstrap)]);
  const steps: Pick<Step, 'say' | 'args' | 'answer' | 'ends'>[] = [
    { say: 'Who is behind, and by how much:', args: ['groups', 'lag'] },
    {
      say: 'What came last in each partition. It joins no group and commits nothing:',
      args: ['messages', 'peek', topic, '--last', '1'],
    },
    {
      say: 'Offsets are not changed under the feet of a group that runs:',
      ...{ args: ['groups', 'reset', 'mail', '--to', 'earliest'], ends: 1 },
    },
    {
      say: 'Settlement goes back by an hour; offsets as they were go to a file first:',
      ...{ args: ['groups', 'reset', 'settlement', '--to', '-1h'], answer: 'y' },
    },
    { say: 'Now it has everything before it:', args: ['groups', 'lag', 'settlement', '--by', 'partition'] },
  ];
  const common = {
    folder: join(examples, 'ticketing'),
    unseenArgs: ['-e', 'dev', '--brokers', bootstrap, '--auth', 'none', '--via', 'direct'],
  };
  try {
    return await playAll(
      steps.map((step) => ({ ...step, ...common })),
      folder,
    );
  } finally {
    await mail.stop();
  }
}

function produce(bootstrap: string): Promise<string> {
  const input = Array.from(
    { length: payments },
    (_, index) => `order-${index}\t{"order":${index},"amount":${(index % 7) * 1_000 + 9_900}}\n`,
  ).join('');
  const keyed = ['--property', 'parse.key=true'];
  return kafkaTool(bootstrap, 'console-producer', ['--topic', topic, ...keyed], { input });
}

const fromTheStart = ['--topic', topic, '--consumer-property', 'auto.offset.reset=earliest'];

function readSome(bootstrap: string): Promise<string> {
  const some = ['--group', 'settlement', '--max-messages', '600'];
  return kafkaTool(bootstrap, 'console-consumer', [...fromTheStart, ...some]);
}

/** A consumer of the new protocol (KIP-848). @returns once it has read everything */
async function startMail(bootstrap: string): Promise<{ stop(): Promise<void> }> {
  const install = await installKafka();
  const command = jvmCommand(install, 'tools', [
    ...['org.apache.kafka.tools.consumer.ConsoleConsumer', '--bootstrap-server', bootstrap, ...fromTheStart],
    ...['--group', 'mail', '--consumer-property', 'group.protocol=consumer'],
    ...['--consumer-property', 'auto.commit.interval.ms=100', '--consumer-property', 'client.id=mail-1'],
  ]);
  const started = supervise(command, { cwd: install.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const { stdout, stderr } = started.child;
  if (stdout === null) throw new Error('No pipe to the consumer.');
  let said = '';
  stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  let count = 0;
  for await (const _ of createInterface({ input: stdout })) {
    count += 1;
    if (count === payments) break;
  }
  if (count < payments) throw new Error(`The consumer ended after ${count} messages: ${said}`);
  stdout.resume();
  return { stop: () => started.terminate(5_000) };
}
