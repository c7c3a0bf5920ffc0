import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startBenchBroker } from '../bench-broker.js';
import { peakMeter } from '../peak-memory.js';
import { type TimeLimits, timeCommands } from '../timed-commands.js';
import type { StreamContender } from './contenders.js';
import { countMessages, createTopic, writeLines } from './streams.js';

const messageBytes = 1_000;
const nowhere = '/dev/null';

/** What one process needed at most for a stream of so many bytes, in KiB. */
export interface StreamMemory {
  readonly bytes: number;
  readonly contender: string;
  readonly produceKiB: number;
  readonly consumeKiB: number;
}

/** Sends and reads streams of several lengths, with messages of 1 KB. */
export async function measureMemory(
  contenders: readonly StreamContender[],
  lengths: readonly number[],
  limits: TimeLimits,
): Promise<readonly StreamMemory[]> {
  const measured: StreamMemory[] = [];
  const broker = await startBenchBroker(0);
  const { bootstrap } = broker;
  const meter = await peakMeter(limits.scratch);
  const file = join(limits.scratch, 'stream');
  try {
    for (const bytes of lengths) {
      console.error(`memory, ${bytes / 1e6} MB`);
      const count = bytes / messageBytes;
      await writeLines(file, count, messageBytes);
      for (const { name, produce, consume } of contenders) {
        const [operation] = consume;
        if (operation === undefined) continue;
        const topic = `bench.stream-${measured.length}`;
        await createTopic(broker, topic);
        const stream = { bootstrap, topic, file, count };
        await timeCommands([meter.measured(produce.command(stream))], limits);
        const produceKiB = await meter.peak();
        const sent = await countMessages(broker, topic);
        if (sent !== count) throw new Error(`${name} sent ${sent} of ${count} messages.`);
        await timeCommands([meter.measured(operation.command(stream))], { ...limits, into: nowhere });
        measured.push({ bytes, contender: name, produceKiB, consumeKiB: await meter.peak() });
      }
    }
    return measured;
  } finally {
    await broker.stop();
    await rm(file, { force: true });
  }
}
