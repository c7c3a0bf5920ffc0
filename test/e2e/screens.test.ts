import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Broker, startBroker } from '../lab/kafka/broker.js';
import { kafkaTool } from '../lab/kafka/tools.js';
import { folderWith, type RunOptions, run } from '../run.js';

let broker: Broker;

beforeAll(async () => {
  broker = await startBroker();
});
afterAll(() => broker?.stop());

const config = (bootstrap: string) => `version: 1
environments:
  dev:
    cluster: { brokers: ["${bootstrap}"] }
    topics: topics.yaml
`;

const manifest = (retention: string, partitions: number) => `version: 1
environment: dev
scope: { include: ["*.events", "dlq.*"] }
defaults: { partitions: ${partitions}, replicationFactor: 1 }
topics:
  reservation.events: { configs: { retention.ms: ${retention} } }
  payment.events: { configs: { retention.ms: 3d } }
  dlq.reservation: { partitions: 1, configs: { retention.ms: 7d } }
`;

/** What changes from run to run, and no reader wants to know. */
function settled(screen: string): string {
  return screen
    .replaceAll(broker.bootstrap, 'localhost:9092')
    .replaceAll(/in \d+\.\d s/g, 'in 0.1 s')
    .replaceAll(/Record: \S+/g, 'Record: ~/.local/state/exops/journal/…');
}

test('docs/screens.md shows what the program prints', async () => {
  const pages: string[] = [];
  const shoot = async (
    title: string,
    line: string,
    files: Record<string, string>,
    options: RunOptions = {},
  ) => {
    const cwd = await folderWith({ 'exops.yaml': config(broker.bootstrap), ...files });
    const { screen, code } = await run(line, { cwd, tty: true, ...options });
    pages.push(`## ${title}\n\n\`\`\`\n$ exops ${line}\n${settled(screen)}$ echo $?\n${code}\n\`\`\`\n`);
  };
  const first = { 'topics.yaml': manifest('7d', 3) };
  await shoot('A first plan, applied', 'topics sync', first, { answers: ['y'] });
  await shoot('Nothing to do', 'topics sync --check', first);
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'audit.events']);
  const shrunk = { 'topics.yaml': manifest('3d', 2).replace('  dlq.reservation', '  dlq.payment') };
  await shoot('A change that loses data, a refusal, and what is left alone', 'topics sync', shrunk, {
    answers: ['reservation.events'],
  });
  await shoot('No terminal, no flag', 'topics sync --no-input', { 'topics.yaml': manifest('9d', 3) });
  await shoot('A slip in a manifest', 'topics sync', {
    'topics.yaml': 'version: 1\ntopics:\n  reservation.events:\n    retension: 3d\n',
  });
  await shoot('The wrong environment', 'topics sync', {
    'topics.yaml': 'version: 1\nenvironment: prod\ntopics: {}\n',
  });
  await shoot('A list', 'topics list', first);
  const text = `# Screens\n\nEighty columns of a terminal, printed by the program itself against a real Apache Kafka; \`npm run docs\` writes this page.\n\n${pages.join('\n')}`;
  await expect(text).toMatchFileSnapshot('../../docs/screens.md');
});
