import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../lab/kafka/cluster.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster();
  const assignment = ['--replica-assignment', '1:2:3'];
  await kafkaTool(cluster.bootstrap, 'topics', ['--create', '--topic', 'orders', ...assignment]);
});
afterAll(() => cluster?.stop());

test('without a majority of controllers, what is left says what it knows, and the dead are not called well', async () => {
  const [left, ...others] = cluster.brokers;
  await Promise.all(others.map((broker) => broker.kill()));
  const at = `--brokers ${left?.bootstrap} --timeout 3s`;

  const info = await run(`cluster info ${at}`);
  expect(info.stdout).toContain(`cluster\t${cluster.clusterId}\n`);
  expect(info.stdout).toMatch(/^broker 2\t127\.0\.0\.1:\d+ leaders 0 replicas 1$/m);
  expect(info.stderr).toMatch(/^Not shown: disk of broker 2: Can't reach .*connection refused/m);
  expect(info.code).toBe(1);

  const health = await run(`cluster health --check ${at}`, { tty: true });
  expect(health.stdout).toMatch(/^ {5}2 {2}silent .*does not answer$/m);
  expect(health.stdout).toMatch(/^ {5}3 {2}silent .*does not answer$/m);
  expect(health.stdout).toMatch(/but 2\sbrokers\sdon't\sanswer\.$/m);
  expect(health.code).toBe(1);
}, 120_000);
