import { vi } from 'vitest';
import { writeBatch } from '../../../src/lib/kafka/records/write-batch.js';
import { produce } from '../../../src/lib/kafka/requests/produce.js';
import { directRoute } from '../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../src/lib/kafka/session.js';

export interface Filling {
  readonly topic: string;
  readonly partition?: number;
  /** One record for each: milliseconds since the epoch. */
  readonly timestamps: readonly number[];
}

/** Writes records of these times to one partition, whose leader may be about to learn that it is one. */
export async function fillPartition(
  bootstrap: string,
  { topic, partition = 0, timestamps }: Filling,
): Promise<void> {
  const [host = '', port] = bootstrap.split(':');
  const session = new KafkaSession({
    bootstrap: [{ host, port: Number(port) }],
    auth: { mechanism: 'none' },
    route: directRoute,
    trace: () => {},
  });
  const messages = timestamps.map((timestamp, index) => ({
    key: null,
    value: Buffer.from(`record ${index}`),
    headers: [],
    timestamp: BigInt(timestamp),
  }));
  const partitions = [{ id: partition, batch: writeBatch(messages) }];
  try {
    const topics = [{ name: topic, partitions }];
    await vi.waitFor(
      async () => {
        const { topics: known } = await session.metadata([topic]);
        const broker = known[0]?.partitions.find(({ id }) => id === partition)?.leader;
        const produced = await session.send(produce, { acks: 'all', timeoutMs: 10_000, topics }, { broker });
        const [refused] = produced.flatMap(({ error }) => error ?? []);
        if (refused !== undefined) throw new Error(refused.name);
      },
      { timeout: 10_000, interval: 50 },
    );
  } finally {
    session.close();
  }
}
