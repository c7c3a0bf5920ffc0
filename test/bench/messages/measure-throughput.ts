import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startBenchBroker } from '../bench-broker.js';
import type { Series } from '../series.js';
import { type Racer, takeTurns } from '../take-turns.js';
import { CommandFailedError, type TimeLimits, timeCommands } from '../timed-commands.js';
import type { StreamContender } from './contenders.js';
import { countLines, countMessages, createTopic, writeLines } from './streams.js';

export interface ThroughputScale {
  readonly messages: number;
  /** Of each, the end of its line included. */
  readonly bytes: number;
  readonly runs: number;
}

export interface Throughput extends ThroughputScale {
  /** exops first in both. */
  readonly produce: readonly Series[];
  readonly consume: readonly Series[];
}

/** Sends a file's lines, each time to a new topic, and reads a topic with them. */
export async function measureThroughput(
  contenders: readonly StreamContender[],
  scale: ThroughputScale,
  limits: TimeLimits,
): Promise<Throughput> {
  const { messages, bytes, runs } = scale;
  const file = join(limits.scratch, 'lines');
  await writeLines(file, messages, bytes);
  const broker = await startBenchBroker(0);
  const { bootstrap } = broker;
  let topics = 0;
  const send = async ({ produce }: StreamContender): Promise<number> => {
    topics += 1;
    const topic = `bench.sent-${topics}`;
    await createTopic(broker, topic);
    const { ms } = await timeCommands([produce.command({ bootstrap, topic, file, count: messages })], limits);
    const sent = await countMessages(broker, topic);
    if (sent !== messages) throw new CommandFailedError(`The topic has ${sent} of ${messages} messages.`);
    return ms;
  };
  const into = join(limits.scratch, 'read');
  const readers = contenders.flatMap(({ name, consume }) =>
    consume.map(
      (operation): Racer => ({
        contender: name,
        shown: operation.shown,
        atLeast: runs,
        run: async () => {
          const command = operation.command({ bootstrap, topic: 'bench.sent-1', file, count: messages });
          const { ms } = await timeCommands([command], { ...limits, into });
          const read = await countLines(into);
          // The console consumer adds a line that says how many there were.
          if (read < messages || read > messages + 1)
            throw new CommandFailedError(`It wrote ${read} lines of ${messages}.`);
          return ms;
        },
      }),
    ),
  );
  try {
    console.error(`${messages} messages of ${bytes} bytes, sent`);
    const senders = contenders.map(
      (contender): Racer => ({
        contender: contender.name,
        shown: contender.produce.shown,
        atLeast: runs,
        run: () => send(contender),
      }),
    );
    const produce = await takeTurns(senders, []);
    console.error(`${messages} messages of ${bytes} bytes, read`);
    const consume = await takeTurns(readers, []);
    return { ...scale, produce, consume };
  } finally {
    await broker.stop();
    await Promise.all([rm(file), rm(into, { force: true })]);
  }
}
