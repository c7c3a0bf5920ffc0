import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kafkaTool } from '../../test/lab/kafka/tools.js';
import { examples, playAll, type Step } from './play.js';

/** Topics, as the examples declare them, in a cluster in the place of those that the examples' files name. */
export async function playTopics(folder: string, bootstrap: string): Promise<boolean> {
  const ticketing = join(examples, 'ticketing');
  const stricter = join(folder, 'stricter.yaml');
  const manifest = await readFile(join(ticketing, 'topics.yaml'), 'utf8');
  await writeFile(stricter, manifest.replace('retention.ms: 3d', 'retention.ms: 1d'));
  const sync = ['topics', 'sync'];
  const others: [example: string, environment: string, answer: string][] = [
    ['exchange', 'dev', 'y'],
    ['order-matching', 'prod', '3 topics'],
    ['game', 'local', 'y'],
    ['cdk-dev', 'dev', 'y'],
  ];
  const steps: Step[] = [
    {
      say: 'A manifest declares four topics. exops shows the plan, asks, applies, verifies:',
      folder: ticketing,
      args: [...sync, '-e', 'dev'],
      answer: 'y',
    },
    { say: 'The second run has nothing to do:', folder: ticketing, args: [...sync, '-e', 'dev'] },
    {
      say: 'Less retention loses data: the plan says how much, and wants the name typed:',
      folder: ticketing,
      args: [...sync, stricter, '-e', 'dev'],
      answer: 'reservation.events',
      prepare: () => produce(bootstrap, 'reservation.events', 1_000),
    },
    ...others.map(([example, environment, answer]) => ({
      say: `The example ${example}:`,
      folder: join(examples, example),
      args: [...sync, '-e', environment],
      answer,
    })),
    { say: 'What is there now:', folder: ticketing, args: ['topics', 'list', '-e', 'dev'] },
  ];
  const unseenArgs = ['--brokers', bootstrap, '--auth', 'none', '--via', 'direct'];
  return playAll(
    steps.map((step) => ({ ...step, unseenArgs })),
    folder,
  );
}

function produce(bootstrap: string, topic: string, count: number): Promise<string> {
  const records = Array.from({ length: count }, (_, index) => `{"seat":${index}}\n`).join('');
  return kafkaTool(bootstrap, 'console-producer', ['--topic', topic], { input: records });
}
