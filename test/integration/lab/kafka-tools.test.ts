import { Kafka, logLevel } from 'kafkajs';
import { inject, test } from 'vitest';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic, describeTopics } from '../../lab/kafka/topic-descriptions.js';

test.concurrent("Kafka's own tools read back a topic", async ({ expect, onTestFinished }) => {
  const { bootstrap } = inject('kafka');
  const admin = new Kafka({
    brokers: [bootstrap],
    connectionTimeout: 20_000,
    logLevel: logLevel.NOTHING,
  }).admin();
  await admin.connect();
  onTestFinished(() => admin.disconnect());
  const configEntries = [
    { name: 'cleanup.policy', value: 'compact,delete' },
    { name: 'leader.replication.throttled.replicas', value: '0:1,1:1' },
  ];
  const topic = 'lab.tools';
  await admin.createTopics({ topics: [{ topic, numPartitions: 3, configEntries }] });
  onTestFinished(() => admin.deleteTopics({ topics: [topic] }));

  const described = (await describeTopics(bootstrap)).get(topic);

  expect(described).toEqual({
    partitions: 3,
    replicationFactor: 1,
    overrides: {
      'cleanup.policy': 'compact,delete',
      'leader.replication.throttled.replicas': '0:1,1:1',
    },
    assignment: [[1], [1], [1]],
  });

  await kafkaTool(bootstrap, 'console-producer', ['--topic', topic, '--property', 'parse.key=true'], {
    input: 'key\tvalue\n',
    commandConfig: { acks: 'all' },
  });
  expect(await admin.fetchTopicOffsets(topic)).toContainEqual(expect.objectContaining({ high: '1' }));
});

test.concurrent('a topic that is absent has no description', async ({ expect }) => {
  expect(await describeTopic(inject('kafka').bootstrap, 'lab.absent')).toBeUndefined();
});

test.concurrent('a failed tool is an error with what it said', async ({ expect }) => {
  const failed = kafkaTool(inject('kafka').bootstrap, 'topics', ['--delete', '--topic', 'lab.absent']);
  await expect(failed).rejects.toThrow("Topic 'lab.absent' does not exist");
});
