import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../lab/kafka/cluster.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic } from '../../lab/kafka/topic-descriptions.js';
import { folderWith, type RunOptions, run } from '../../run.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ racks: ['a', 'b', 'c'] });
});
afterAll(() => cluster?.stop());

async function sync(topics: string, flags = '--yes', options: RunOptions = {}) {
  const folder = await folderWith({ 'topics.yaml': `version: 1\ntopics:\n${topics}` });
  return run(`topics sync ${folder}/topics.yaml --brokers ${cluster.bootstrap} ${flags}`, options);
}

const create = (name: string, ...flags: string[]) =>
  kafkaTool(cluster.bootstrap, 'topics', ['--create', '--topic', name, ...flags]);

test('a higher factor spreads replicas over the racks, throttled, and leaves no throttle behind', async () => {
  await create('wider', '--partitions', '3', '--replication-factor', '1');
  await kafkaTool(cluster.bootstrap, 'console-producer', ['--topic', 'wider'], {
    input: 'x\n'.repeat(1_000),
  });
  const before = await describeTopic(cluster.bootstrap, 'wider');
  const result = await sync('  wider: { replicationFactor: 3 }\n', '--yes', { tty: true });
  expect(result.stdout).toContain(
    'replication factor  1 → 3\n        copies 3 of 3 partitions to other brokers, 50MiB/s a broker at most',
  );
  expect(result.code).toBe(0);
  const after = await describeTopic(cluster.bootstrap, 'wider');
  expect(after?.replicationFactor).toBe(3);
  expect(after?.assignment.map(([leader]) => leader)).toEqual(before?.assignment.map(([leader]) => leader));
  for (const replicas of after?.assignment ?? []) expect([...replicas].sort()).toEqual([1, 2, 3]);
  expect(after?.overrides).toEqual({});
  const brokers = await kafkaTool(cluster.bootstrap, 'configs', ['--describe', '--entity-type', 'brokers']);
  expect(brokers).not.toContain('throttled');
  expect((await sync('  wider: { replicationFactor: 3 }\n', '--check')).code).toBe(0);
});

test('a lower factor gives up copies after the name was typed, and keeps the leaders', async () => {
  await create('narrower', '--partitions', '3', '--replication-factor', '3');
  const before = await describeTopic(cluster.bootstrap, 'narrower');
  expect((await sync('  narrower: { replicationFactor: 2 }\n')).code).toBe(2);
  const result = await sync('  narrower: { replicationFactor: 2 }\n', '--confirm narrower');
  expect(result.code).toBe(0);
  const after = await describeTopic(cluster.bootstrap, 'narrower');
  expect(after?.replicationFactor).toBe(2);
  expect(after?.assignment.map(([leader]) => leader)).toEqual(before?.assignment.map(([leader]) => leader));
});

test('more partitions and a higher factor at once', async () => {
  await create('both', '--partitions', '1', '--replication-factor', '1');
  const result = await sync(
    '  both: { partitions: 4, replicationFactor: 2, configs: { retention.ms: 8d } }\n',
  );
  expect(result.code).toBe(0);
  expect(await describeTopic(cluster.bootstrap, 'both')).toMatchObject({
    partitions: 4,
    replicationFactor: 2,
    overrides: { 'retention.ms': '691200000' },
  });
});

test('a topic whose replicas are being moved is not changed; a move to the wanted factor is followed to its end', async () => {
  await create(
    'moving',
    '--partitions',
    '1',
    '--replication-factor',
    '1',
    '--config',
    'retention.ms=1000000',
  );
  await kafkaTool(cluster.bootstrap, 'console-producer', ['--topic', 'moving'], {
    input: `${'x'.repeat(10_000)}\n`.repeat(300),
  });
  const [[leader = 1] = []] = (await describeTopic(cluster.bootstrap, 'moving'))?.assignment ?? [];
  const plan = {
    version: 1,
    partitions: [{ topic: 'moving', partition: 0, replicas: [leader, (leader % 3) + 1] }],
  };
  const folder = await folderWith({ 'plan.json': JSON.stringify(plan) });
  const reassign = (...flags: string[]) =>
    kafkaTool(cluster.bootstrap, 'reassign-partitions', [
      '--reassignment-json-file',
      `${folder}/plan.json`,
      ...flags,
    ]);
  await reassign('--execute', '--throttle', '1000');

  const blocked = await sync('  moving: { replicationFactor: 2, configs: { retention.ms: 30d } }\n');
  expect(blocked.stdout).toContain('its replicas are being moved to other brokers: not changed now');
  expect(blocked.code).toBe(1);
  const following = await sync('  moving: { replicationFactor: 2 }\n', '--check');
  expect(following.stdout).toContain('under way: 1 partition being copied; waits for the end');
  expect(following.code).toBe(3);

  const waiting = sync('  moving: { replicationFactor: 2 }\n', '--yes --throttle 1GiB');
  expect(await waiting).toMatchObject({ code: 0, stderr: expect.stringContaining('✓ 1 changed, verified') });
  const after = await describeTopic(cluster.bootstrap, 'moving');
  expect(after?.replicationFactor).toBe(2);
  expect((await sync('  moving: { replicationFactor: 2 }\n')).code).toBe(0);
  // What another tool set is its own to take away.
  expect((await describeTopic(cluster.bootstrap, 'moving'))?.overrides).not.toMatchObject({
    'leader.replication.throttled.replicas': '*',
  });
}, 120_000);

test('throttles that an ended move left on a topic are taken away', async () => {
  await create('leftover', '--config', 'leader.replication.throttled.replicas=*');
  const result = await sync('  leftover:\n');
  expect(result.stdout).toContain('leader.replication.throttled.replicas  * → removed');
  expect(result.code).toBe(0);
  expect((await describeTopic(cluster.bootstrap, 'leftover'))?.overrides).toEqual({});
});

test('a broker that is gone: its factor is refused, the rest goes on, and it is kept in mind', async () => {
  const gone = cluster.brokers[2];
  await gone?.stop();
  try {
    const result = await sync('  three: { replicationFactor: 3 }\n  two: { replicationFactor: 2 }\n');
    expect(result.stdout).toContain('replication factor 3: only 2 brokers live in this cluster');
    expect(result.code).toBe(5);
    expect((await describeTopic(cluster.bootstrap.split(',')[0] ?? '', 'two'))?.replicationFactor).toBe(2);
  } finally {
    await gone?.start();
  }
});
