import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { readBatches } from '../../../src/lib/kafka/records/read-batches.js';
import { writeBatch } from '../../../src/lib/kafka/records/write-batch.js';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { deleteTopics } from '../../../src/lib/kafka/requests/delete-topics.js';
import { fetchRecords } from '../../../src/lib/kafka/requests/fetch.js';
import { produce } from '../../../src/lib/kafka/requests/produce.js';
import { directRoute } from '../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../src/lib/kafka/session.js';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';

test('a real broker takes messages in every version that we write, and gives them back in every one that we read', async () => {
  const { listeners } = await sharedMsk();
  const [host = '', port = ''] = listeners.plaintext.split(':');
  const session = new KafkaSession({
    bootstrap: [{ host, port: Number(port) }],
    ...{ auth: { mechanism: 'none' }, route: directRoute, trace: () => {} },
  });
  const name = `versions-${randomUUID()}`;
  const topic = { name, partitions: 1, replicationFactor: 1, configs: {} };
  try {
    await session.send(createTopics, { topics: [topic], timeoutMs: 5_000, validateOnly: false });
    for (const [index, version] of produce.versions.entries()) {
      const value = Buffer.from(`v${version}`);
      const headers = [{ key: 'kind', value: null }];
      const batch = writeBatch([{ timestamp: 1_000n, key: null, value, headers }]);
      const request = {
        acks: 'all',
        timeoutMs: 5_000,
        topics: [{ name, partitions: [{ id: 0, batch }] }],
      } as const;
      await expect
        .poll(() => session.send({ ...produce, versions: [version] }, request), { timeout: 10_000 })
        .toMatchObject([{ name, partition: 0, error: undefined, baseOffset: BigInt(index) }]);
    }
    for (const version of fetchRecords.versions) {
      const [fetched] = await session.send(
        { ...fetchRecords, versions: [version] },
        {
          ...{ maxWaitMs: 500, minBytes: 1, maxBytes: 100_000, isolation: 'read committed' },
          topics: [{ name, partitions: [{ id: 0, offset: 0n, maxBytes: 100_000 }] }],
        },
      );
      const messages = readBatches(fetched?.records ?? Buffer.alloc(0)).flatMap((batch) => batch.messages);
      expect(messages.map(({ value }) => value?.toString())).toEqual(
        produce.versions.map((one) => `v${one}`),
      );
      expect(messages[0]).toMatchObject({ offset: 0n, timestamp: 1_000n, key: null });
      expect(fetched?.highWatermark).toBe(BigInt(produce.versions.length));
    }
  } finally {
    await session.send(deleteTopics, { names: [name], timeoutMs: 5_000 });
    session.close();
  }
});
