import { Kafka, logLevel } from 'kafkajs';
import { inject } from 'vitest';

const { bootstrap } = inject('kafka');
const kafka = new Kafka({ brokers: [bootstrap], connectionTimeout: 20_000, logLevel: logLevel.NOTHING });

export async function admin<Result>(
  work: (admin: ReturnType<typeof kafka.admin>) => Promise<Result>,
): Promise<Result> {
  const one = kafka.admin();
  await one.connect();
  try {
    return await work(one);
  } finally {
    await one.disconnect();
  }
}

/** A topic with so many records in each partition. */
export async function topicWith(
  name: string,
  records: readonly number[],
  config: Record<string, string> = {},
) {
  const configEntries = Object.entries(config).map(([key, value]) => ({ name: key, value }));
  await admin((one) =>
    one.createTopics({ topics: [{ topic: name, numPartitions: records.length, configEntries }] }),
  );
  await produce(name, records);
}

/** Idempotent, as kafkajs sends a batch again that a slow broker has taken. */
export async function produce(topic: string, records: readonly number[]) {
  const producer = kafka.producer({ allowAutoTopicCreation: false, idempotent: true });
  await producer.connect();
  const messages = records.flatMap((count, partition) =>
    Array.from({ length: count }, (_, index) => ({ partition, key: `k${index}`, value: 'v' })),
  );
  if (messages.length > 0) await producer.send({ topic, messages });
  await producer.disconnect();
}

/** Asks again until it is so: coordinators and consumers take their time. */
export async function until<Answer>(
  ask: () => Promise<Answer>,
  isSo: (answer: Answer) => boolean,
): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const answer = await ask();
    if (isSo(answer) || tries > 100) return answer;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
