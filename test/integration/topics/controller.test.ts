import { expect, test } from 'vitest';
import { startProxiedCluster } from '../../lab/kafka/proxied.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopics } from '../../lab/kafka/topic-descriptions.js';
import { folderWith, run } from '../../run.js';

test('the controller goes away between plan and apply: another takes over, and the topics are made', async () => {
  const lab = await startProxiedCluster();
  try {
    const status = await kafkaTool(lab.bootstrap, 'metadata-quorum', ['describe', '--status']);
    const leader = Number(/^LeaderId:\s+(\d+)/m.exec(status)?.[1]);
    const controller = lab.cluster.brokers.find(({ id }) => id === leader);
    const cwd = await folderWith({
      'topics.yaml': 'version: 1\ntopics:\n  moved.a: { partitions: 2, replicationFactor: 2 }\n  moved.b:\n',
    });
    const result = await run(`topics sync topics.yaml --brokers ${lab.bootstrap}`, {
      cwd,
      tty: true,
      answers: ['y'],
      onQuestion: () => controller?.kill(),
    });
    expect(result.stderr).toContain('✓ 2 created');
    expect(result.code).toBe(0);
    const survivor = lab.cluster.brokers.find(({ id }) => id !== leader)?.bootstrap ?? '';
    const topics = await describeTopics(survivor);
    expect(topics.get('moved.a')).toMatchObject({ partitions: 2, replicationFactor: 2 });
  } finally {
    await lab.stop();
  }
});
