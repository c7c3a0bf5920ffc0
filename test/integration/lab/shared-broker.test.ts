import { Kafka, logLevel } from 'kafkajs';
import { expect, inject, test } from 'vitest';

test('every test finds the shared broker', async () => {
  const { bootstrap, clusterId } = inject('kafka');
  const admin = new Kafka({
    brokers: [bootstrap],
    connectionTimeout: 20_000,
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  const cluster = await admin.describeCluster();
  await admin.disconnect();
  expect(cluster.clusterId).toBe(clusterId);
  expect(cluster.brokers).toHaveLength(1);
});
