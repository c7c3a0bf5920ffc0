import { startProxiedBroker } from '../../lab/kafka/proxied.js';
import { benchBrokerBehind } from '../bench-broker.js';
import { exopsCommand } from '../contenders/exops.js';
import { type TimeLimits, timeCommands } from '../timed-commands.js';
import { countMessages, createTopic, fill } from './streams.js';

/** What it takes to read the last 100 messages of each partition. */
export interface LastRead {
  /** Of the topic. */
  readonly bytes: number;
  /** That the broker answered with. */
  readonly readBytes: number;
  readonly ms: number;
}

const topic = 'bench.long';
const perPartition = 100;
const shown = 3 * perPartition;

/** Reads the end of a topic as it grows to each of these lengths; bytes. */
export async function measureLast(
  lengths: readonly number[],
  limits: TimeLimits,
): Promise<readonly LastRead[]> {
  const measured: LastRead[] = [];
  const proxied = await startProxiedBroker();
  const broker = await benchBrokerBehind(proxied.broker, proxied.proxy.bootstrap, proxied.stop);
  try {
    await createTopic(broker, topic);
    for (const bytes of lengths) {
      console.error(`the last of a topic of ${bytes / 1e9} GB`);
      await fill(
        broker,
        topic,
        Math.ceil(bytes / 1_000) - (await countMessages(broker, topic)),
        limits.scratch,
      );
      proxied.proxy.reset();
      const last = ['peek', topic, '--last', String(perPartition), '-o', 'json'];
      const command = exopsCommand('messages', ...last, '--brokers', broker.bootstrap);
      const { ms, output } = await timeCommands([command], limits);
      const lines = output.split('\n').filter((line) => line.startsWith('{')).length;
      if (lines !== shown) throw new Error(`It shows ${lines} of ${shown} messages.`);
      measured.push({ bytes, readBytes: proxied.proxy.bytes(), ms });
    }
    return measured;
  } finally {
    await broker.stop();
  }
}
