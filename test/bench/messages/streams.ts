import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createTopics } from '../../../src/lib/kafka/requests/create-topics.js';
import { listOffsets, offsetOf } from '../../../src/lib/kafka/requests/list-offsets.js';
import { installKafka } from '../../lab/kafka/install.js';
import { jvmCommand } from '../../lab/kafka/jvm.js';
import type { BenchBroker } from '../bench-broker.js';
import { timeCommands } from '../timed-commands.js';

const partitions = 3;

/** Writes so many lines of so many bytes, the end of each included; no two are alike. */
export async function writeLines(file: string, count: number, bytes: number): Promise<void> {
  await pipeline(function* () {
    const perChunk = 1_000;
    for (let from = 0; from < count; from += perChunk) {
      let chunk = '';
      for (let index = from; index < Math.min(count, from + perChunk); index++) {
        const begun = `{"order":${index},"side":"${index % 2 === 0 ? 'BUY' : 'SELL'}","note":"`;
        chunk += `${begun.padEnd(bytes - 3, 'n')}"}\n`;
      }
      yield chunk;
    }
  }, createWriteStream(file));
}

/** How many lines a file has. */
export async function countLines(file: string): Promise<number> {
  let lines = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
    for (const byte of chunk as Buffer) if (byte === 10) lines += 1;
  return lines;
}

export async function createTopic({ session }: BenchBroker, name: string): Promise<void> {
  const { results } = await session.send(createTopics, {
    topics: [{ name, partitions, replicationFactor: 1, configs: {} }],
    timeoutMs: 30_000,
    validateOnly: false,
  });
  if (results.some(({ error }) => error !== undefined)) throw new Error(`Topic ${name} was refused.`);
}

/** How many messages a topic has. */
export async function countMessages({ session }: BenchBroker, topic: string): Promise<number> {
  const ids = Array.from({ length: partitions }, (_, id) => id);
  const answer = await session.send(listOffsets, {
    topics: [{ name: topic, partitions: ids }],
    timestamp: offsetOf.latest,
  });
  return answer.reduce((sum, { offset }) => sum + Number(offset), 0);
}

/** Fills a topic with messages of 1 KB each, by Kafka's own tool for that. */
export async function fill(
  { backDoor }: BenchBroker,
  topic: string,
  messages: number,
  scratch: string,
): Promise<void> {
  const install = await installKafka();
  const main = ['org.apache.kafka.tools.ProducerPerformance', '--topic', topic];
  const load = ['--num-records', String(messages), '--record-size', '1000', '--throughput', '-1'];
  const settings = [`bootstrap.servers=${backDoor}`, 'acks=1', 'batch.size=200000', 'linger.ms=20'];
  const argv = jvmCommand(install, 'tools', [...main, ...load, '--producer-props', ...settings]);
  await timeCommands([{ argv, cwd: install.folder }], { scratch, capMs: 1_800_000 });
}
