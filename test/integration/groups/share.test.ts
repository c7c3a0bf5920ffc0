import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Broker, startBroker } from '../../lab/kafka/broker.js';
import { installKafka } from '../../lab/kafka/install.js';
import { jvmCommand } from '../../lab/kafka/jvm.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { supervise } from '../../lab/supervised-process.js';
import { run } from '../../run.js';
import { shareConsumer, startConsumer } from './java-consumer.js';

let broker: Broker;

/** Kafka 4.1 has share groups as a preview, which an operator turns on. */
beforeAll(async () => {
  broker = await startBroker({
    properties: {
      'share.coordinator.state.topic.replication.factor': '1',
      'share.coordinator.state.topic.min.isr': '1',
      'share.coordinator.state.topic.num.partitions': '1',
    },
  });
  const install = await installKafka();
  const main = ['org.apache.kafka.tools.FeatureCommand', '--bootstrap-server', broker.bootstrap];
  const upgrade = supervise(
    jvmCommand(install, 'tools', [...main, 'upgrade', '--feature', 'share.version=1']),
    {
      cwd: install.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const said: string[] = [];
  upgrade.child.stdout?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  upgrade.child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const { code } = await upgrade.exited;
  if (code !== 0) throw new Error(said.join(''));
  await kafkaTool(broker.bootstrap, 'topics', ['--create', '--topic', 'jobs', '--partitions', '2']);
});
afterAll(() => broker?.stop());

test('a share group is shown as what it is, and has no lag', async () => {
  const at = `--brokers ${broker.bootstrap}`;
  await startConsumer({ bootstrap: broker.bootstrap, topic: 'jobs', group: 'workers', main: shareConsumer });
  const described = async () =>
    JSON.parse((await run(`groups describe workers -o json ${at}`)).stdout).groups;
  let groups = await described();
  // Partitions are given out a while after their state was made.
  for (
    let tries = 0;
    tries < 100 && groups[0]?.memberDetails?.[0]?.assigned[0]?.partitions.length !== 2;
    tries++
  ) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    groups = await described();
  }
  expect((await run(`groups list ${at}`)).stdout).toBe('workers\tshare\tStable\t1\t1\n');
  expect(groups[0].memberDetails).toEqual([
    expect.objectContaining({
      ...{ host: '127.0.0.1', subscribed: ['jobs'], instance: null },
      assigned: [{ name: 'jobs', partitions: expect.arrayContaining([0, 1]) }],
    }),
  ]);
  const screen = await run(`groups describe workers ${at}`, { tty: true, columns: 100 });
  expect(screen.stdout).toMatch(
    /^workers\n {2}share · Stable · 1 member · coordinator 1 · epoch \d+ · assigned by /,
  );
  expect(screen.stdout).toMatch(/127\.0\.0\.1 +\d+ +jobs +0-1\n/);
  const lag = await run(`groups lag ${at}`);
  expect([lag.code, lag.stdout]).toEqual([0, '']);
  expect(lag.stderr).toContain('No committed offsets in share groups: workers\n');
  const reset = await run(`groups reset workers --to earliest --yes ${at}`);
  expect([reset.code, reset.stdout]).toEqual([
    1,
    expect.stringContaining('a group of share has no committed offsets'),
  ]);
});
