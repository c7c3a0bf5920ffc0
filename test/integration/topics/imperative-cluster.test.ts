import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../lab/kafka/cluster.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic } from '../../lab/kafka/topic-descriptions.js';
import { run } from '../../run.js';
import { fillPartition } from './fill-partition.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster();
});
afterAll(() => cluster?.stop());

const topics = (line: string) => run(`topics ${line} --brokers ${cluster.bootstrap}`);

test('records go at the leader of each partition, wherever that is', async () => {
  await topics('create spread --partitions 6 --replication-factor 2 --yes');
  const [bootstrap = ''] = cluster.bootstrap.split(',');
  for (let partition = 0; partition < 6; partition++)
    await fillPartition(bootstrap, { topic: 'spread', partition, timestamps: [1, 2] });
  const leaders = (await describeTopic(bootstrap, 'spread'))?.assignment.map(([leader]) => leader);
  expect(new Set(leaders).size).toBe(3);
  const result = await topics('trim spread --all --confirm spread');
  expect(result.stdout).toContain('caution: deletes all 12 records');
  expect(result.code).toBe(0);
  const begins = await kafkaTool(bootstrap, 'get-offsets', ['--topic', 'spread', '--time', '-2']);
  expect(begins.trim().split('\n').sort()).toEqual([0, 1, 2, 3, 4, 5].map((id) => `spread:${id}:2`));
});

test('another factor moves replicas, throttled; a lower one wants the name typed', async () => {
  await topics('create wider --partitions 2 --replication-factor 1 --yes');
  const result = await topics('alter wider --replication-factor 3 --throttle 10MiB --yes');
  expect(result.stdout).toContain('copies 2 of 2 partitions to other brokers, 10MiB/s a broker at most');
  expect(result.code).toBe(0);
  expect(await describeTopic(cluster.bootstrap, 'wider')).toMatchObject({
    replicationFactor: 3,
    overrides: {},
  });
  expect((await topics('alter wider --replication-factor 2 --yes')).code).toBe(2);
  expect((await topics('alter wider --replication-factor 2 --confirm wider')).code).toBe(0);
  expect((await describeTopic(cluster.bootstrap, 'wider'))?.replicationFactor).toBe(2);
});
