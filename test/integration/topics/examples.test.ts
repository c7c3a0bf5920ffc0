import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../lab/kafka/cluster.js';
import { describeTopics } from '../../lab/kafka/topic-descriptions.js';
import { folderWith, run } from '../../run.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ brokers: 2 });
});
afterAll(() => cluster?.stop());

const day = 86_400_000;

const examples: readonly [name: string, environment: string, flags: string, expected: object][] = [
  [
    'exchange',
    'dev',
    '--yes',
    { 'matching-engine-shard-3-output': { partitions: 3, replicationFactor: 1, overrides: {} } },
  ],
  [
    'order-matching',
    'prod',
    '--confirm "3 topics"',
    {
      orders: { partitions: 10, replicationFactor: 2 },
      fills: { partitions: 10, replicationFactor: 2 },
      'pending-orders': { overrides: { 'cleanup.policy': 'compact', 'min.insync.replicas': '1' } },
    },
  ],
  ['game', 'local', '--yes', { vip_events: { partitions: 3, replicationFactor: 1 } }],
  [
    'ticketing',
    'dev',
    '--yes',
    {
      'reservation.events': {
        partitions: 3,
        overrides: { 'retention.ms': String(3 * day), 'cleanup.policy': 'delete' },
      },
      'dlq.payment': { partitions: 1, overrides: { 'retention.ms': String(7 * day) } },
    },
  ],
  [
    'cdk-dev',
    'dev',
    '--yes',
    {
      'audit.log': {
        partitions: 1,
        overrides: { 'retention.bytes': '1073741824', 'retention.ms': String(30 * day) },
      },
    },
  ],
];

test.each(examples)('%s: applied, then nothing to do', async (name, environment, flags, expected) => {
  const cwd = join('docs/examples', name);
  const options = { cwd: join(process.cwd(), cwd) };
  const line = `topics sync -e ${environment} --brokers ${cluster.bootstrap} --auth none --via direct`;
  expect((await run('config validate', options)).code).toBe(0);
  const applied = await run(`${line} ${flags}`, options);
  expect(applied.code).toBe(0);
  const again = await run(`${line} --check`, options);
  expect(again.stdout).toMatch(/^Nothing to do: \d+ topics as declared\.\n/);
  expect(again.code).toBe(0);
  const topics = await describeTopics(cluster.bootstrap);
  for (const [topic, description] of Object.entries(expected))
    expect(topics.get(topic), topic).toMatchObject(description);
});

test('an export of everything syncs back to an empty plan', async () => {
  const cwd = await folderWith({
    'exops.yaml': 'version: 1\nenvironments: { lab: { cluster: { brokers: ["x:1"] } } }\n',
  });
  await cp('docs/examples/game/topics.yaml', join(cwd, 'game.yaml'));
  const brokers = `--brokers ${cluster.bootstrap}`;
  await run(`topics sync game.yaml --yes ${brokers}`, { cwd });
  const exported = await run(`topics export ${brokers}`, { cwd });
  expect(exported.code).toBe(0);
  expect(exported.stdout).toContain(`clusterId: ${cluster.clusterId}`);
  const check = await run(`topics sync - --check ${brokers}`, { cwd, input: exported.stdout });
  expect(check.stdout).toMatch(/^Nothing to do: \d+ topics as declared\.\n$/);
  expect(check.code).toBe(0);
});
